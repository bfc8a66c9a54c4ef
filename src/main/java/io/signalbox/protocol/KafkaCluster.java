package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.Answer;
import io.signalbox.bus.HandsOver;

/**
 * Which of these records has Kafka taken? All are sent without waiting for each; the exchange ends when each is acknowledged or has failed.
 *
 * <p>
 * A record that is too large is refused by itself. Any other failure ends the producer at once, so that nothing that was sent after a record that
 * failed is written before it: what is not acknowledged by then is tried again, in its order, by a new one. The connection is made when
 * the first event comes, so a route starts while its cluster is away.
 */
// The Kamelet kafka-sink names this class.
@RegisterForReflection
public final class KafkaCluster extends ServiceSupport implements HandsOver {
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private KafkaSettings settings;
    private Producer<byte[], byte[]> current;

    public void setSettings(KafkaSettings settings) {
        this.settings = settings;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Handover handover(Exchange exchange) {
        List<ProducerRecord<byte[], byte[]>> records = exchange.getMessage().getBody(List.class);
        return new Handover("kafka", "kafka:" + settings.servers(), records.stream().map(KafkaCluster::shown).toList());
    }

    private static Map<String, Object> shown(ProducerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new TreeMap<>();
        record.headers().forEach(each -> headers.put(each.key(), new String(each.value(), UTF_8)));
        return Map.of("topic", record.topic(), "key", new String(record.key(), UTF_8), "headers", headers, "value",
                Handover.readable(record.value()));
    }

    @Override
    @SuppressWarnings("unchecked")
    public void process(Exchange exchange) throws Exception {
        List<ProducerRecord<byte[], byte[]>> records = exchange.getMessage().getBody(List.class);
        KafkaAnswer answer = new KafkaAnswer(settings.servers());
        Producer<byte[], byte[]> producer;
        try {
            producer = producer();
        } catch (KafkaException e) {
            throw answer.notNow(e);
        }
        AtomicReference<Exception> end = new AtomicReference<>();
        List<CompletableFuture<Void>> sent = send(producer, records, failure -> {
            if (end.compareAndSet(null, failure)) {
                end(producer, Duration.ZERO);
            }
        });
        // Sends at once what still gathers. It may return before parts of a batch that was too large are done: so each record is waited for.
        producer.flush();
        answer.judge(records.size(), failures(sent), sent.size(), end.get());
        Answer.note(exchange, "acknowledged by " + settings.servers());
    }

    /** Hands over records until one has failed for more than itself. */
    private List<CompletableFuture<Void>> send(Producer<byte[], byte[]> producer,
            List<ProducerRecord<byte[], byte[]>> records, Consumer<Exception> ended) {
        List<CompletableFuture<Void>> sent = new ArrayList<>(records.size());
        for (ProducerRecord<byte[], byte[]> record : records) {
            if (!isCurrent(producer)) {
                break;
            }
            CompletableFuture<Void> outcome = new CompletableFuture<>();
            sent.add(outcome);
            try {
                producer.send(record, (metadata, failure) -> settle(outcome, failure, ended));
            } catch (KafkaException | IllegalStateException e) {
                settle(outcome, e, ended);
            }
        }
        return sent;
    }

    private static void settle(CompletableFuture<Void> outcome, Exception failure, Consumer<Exception> ended) {
        if (failure == null) {
            outcome.complete(null);
            return;
        }
        if (!KafkaAnswer.atFault(failure)) {
            ended.accept(failure);
        }
        outcome.completeExceptionally(failure);
    }

    private static Map<Integer, Exception> failures(List<CompletableFuture<Void>> sent) throws InterruptedException {
        Map<Integer, Exception> failures = new TreeMap<>();
        for (int place = 0; place < sent.size(); place++) {
            try {
                sent.get(place).get();
            } catch (ExecutionException e) {
                failures.put(place, e.getCause() instanceof Exception cause ? cause : e);
            }
        }
        return failures;
    }

    private synchronized boolean isCurrent(Producer<byte[], byte[]> producer) {
        return current == producer;
    }

    private synchronized Producer<byte[], byte[]> producer() {
        if (isStoppingOrStopped()) {
            throw new KafkaException("the route was stopped");
        }
        if (current == null) {
            current = new KafkaProducer<>(settings.producer(), new ByteArraySerializer(), new ByteArraySerializer());
        }
        return current;
    }

    private void end(Producer<byte[], byte[]> producer, Duration grace) {
        synchronized (this) {
            if (current != producer) {
                return;
            }
            current = null;
        }
        producer.close(grace);
    }

    @Override
    protected void doStop() {
        Producer<byte[], byte[]> last;
        synchronized (this) {
            last = current;
        }
        if (last != null) {
            end(last, LONGEST_CLOSE);
        }
    }
}
