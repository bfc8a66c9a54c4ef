package io.signalbox.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceSupport;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.Answer;
import io.signalbox.bus.HandsOver;
import io.signalbox.bus.NotNow;

import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What does Redis answer to these commands? They go out together over a connection that is kept, and their answers are read together.
 *
 * <p>
 * Redis judges no event: whatever it says no to is for its operator to mend, and all waits until then. There is one such bean a backend, and it
 * has as many connections as the backend has deliveries at a time.
 */
// The Kamelet redis-sink names this class.
@RegisterForReflection
public final class RedisServer extends ServiceSupport implements HandsOver {
    /** A connection that was idle for longer is asked whether it still stands. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Says only that another command failed. */
    private static final String ABORTED = "EXECABORT";

    private final Deque<Idle> idle = new ConcurrentLinkedDeque<>();
    private RedisSettings settings;

    private record Idle(Connection connection, long since) {
    }

    public void setSettings(RedisSettings settings) {
        this.settings = settings;
    }

    @Override
    public Handover handover(Exchange exchange) {
        List<?> commands = exchange.getMessage().getBody(List.class);
        return new Handover("redis", "redis:" + settings.address(),
                commands.stream().map(command -> Arrays.stream((byte[][]) command)
                        .map(word -> new String(word, StandardCharsets.UTF_8)).toList()).toList());
    }

    @Override
    public void process(Exchange exchange) throws NotNow {
        List<?> commands = exchange.getMessage().getBody(List.class);
        Connection connection = null;
        boolean sound = false;
        try {
            connection = borrow();
            for (Object command : commands) {
                byte[][] words = (byte[][]) command;
                connection.sendCommand(() -> words[0], Arrays.copyOfRange(words, 1, words.length));
            }
            check(connection.getMany(commands.size()));
            sound = true;
            Answer.note(exchange, "taken by " + settings.address());
        } catch (JedisDataException e) {
            sound = connection != null && !connection.isBroken();
            throw new NotNow("Redis: " + e.getMessage(), null);
        } catch (JedisException e) {
            throw new NotNow("Redis at " + settings.address() + ": " + why(e), null);
        } finally {
            giveBack(connection, sound);
        }
    }

    private void check(List<Object> answers) {
        for (Object answer : answers) {
            if (answer instanceof JedisDataException no && !no.getMessage().startsWith(ABORTED)) {
                throw no;
            }
            if (answer instanceof List<?> inner) {
                check(List.copyOf(inner));
            }
        }
    }

    private Connection borrow() {
        for (Idle last = idle.pollFirst(); last != null; last = idle.pollFirst()) {
            if (System.nanoTime() - last.since < FRESH_NANOS || stands(last.connection)) {
                return last.connection;
            }
            last.connection.disconnect();
        }
        return settings.connect();
    }

    private static boolean stands(Connection connection) {
        try {
            return connection.ping();
        } catch (JedisException e) {
            return false;
        }
    }

    private void giveBack(Connection connection, boolean sound) {
        if (connection == null) {
            return;
        }
        if (sound && !isStoppingOrStopped()) {
            idle.addFirst(new Idle(connection, System.nanoTime()));
        } else {
            connection.disconnect();
        }
    }

    /** Jedis keeps what happened at each of a name's addresses aside. */
    private static String why(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null || root.getSuppressed().length > 0) {
            root = root.getCause() != null ? root.getCause() : root.getSuppressed()[0];
        }
        return root == failure ? failure.getMessage() : failure.getMessage() + " " + root.getMessage();
    }

    @Override
    protected void doStop() {
        for (Idle last = idle.pollFirst(); last != null; last = idle.pollFirst()) {
            last.connection.disconnect();
        }
    }
}
