package io.signalbox.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceSupport;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.Answer;
import io.signalbox.bus.EventBody;
import io.signalbox.bus.HandsOver;
import io.signalbox.bus.NotNow;
import io.signalbox.bus.PartlyAccepted;
import io.signalbox.bus.Refused;
import io.signalbox.event.Event;

/**
 * Which events did the broker acknowledge? All of a batch are under way at once; each has the answer that the broker gave to it.
 *
 * <p>
 * A connection is made when there is something to send: a broker that is down when the route starts, or goes down later, is tried again with
 * the events, as often as the bus tries those.
 */
// The Kamelet mqtt-sink names this class.
@RegisterForReflection
public final class MqttPublisher extends ServiceSupport implements HandsOver {
    /** Where the bus says whose exchange it is: in a Kamelet, the route is the Kamelet's. */
    private static final String BACKEND = "SignalboxBackend";

    private final MqttBroker broker;
    private final TopicTemplate topic;
    private final MqttEvent form;
    private MqttConnection connection;

    /** @param topic with {@code &#123;type}} and the like for parts of the event */
    public MqttPublisher(MqttBroker broker, String topic, String format, int qos, boolean retained) {
        if (qos < 0 || qos > 2) {
            throw new IllegalArgumentException("qos is " + qos + "; expected 0, 1 or 2");
        }
        if (!List.of("json", "cloudevents").contains(format)) {
            throw new IllegalArgumentException("format is \"" + format + "\"; expected json or cloudevents");
        }
        this.broker = broker;
        this.topic = new TopicTemplate(topic);
        this.form = new MqttEvent(format.equals("cloudevents"), qos, retained);
    }

    @Override
    public Handover handover(Exchange exchange) throws Refused {
        List<Map<String, Object>> messages = new ArrayList<>();
        for (Event event : EventBody.of(exchange)) {
            String where = topic.of(event);
            MqttMessage message = form.of(event, where, Integer.MAX_VALUE);
            messages.add(Map.of("topic", where, "payload", Handover.readable(message.getPayload())));
        }
        return new Handover("mqtt", "mqtt:" + broker.url(), messages);
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        List<Event> events = EventBody.of(exchange);
        MqttConnection line = connection(exchange.getProperty(BACKEND, exchange.getFromRouteId(), String.class));
        List<CompletableFuture<Integer>> answers = new ArrayList<>(events.size());
        for (Event event : events) {
            answers.add(publish(line, event, answers));
        }
        Map<Integer, Exception> failures = new TreeMap<>();
        for (int place = 0; place < events.size(); place++) {
            Exception failure = failure(answers.get(place));
            if (failure != null) {
                failures.put(place, failure);
            }
        }
        if (failures.size() == events.size() && failures.values().stream().allMatch(NotNow.class::isInstance)
                || failures.size() == 1 && events.size() == 1) {
            throw failures.get(0);
        }
        if (!failures.isEmpty()) {
            throw new PartlyAccepted(failures);
        }
        Answer.note(exchange, form.qos() == 0 ? "sent; QoS 0 has no answers" : "acknowledged by " + broker);
    }

    private CompletableFuture<Integer> publish(MqttConnection line, Event event,
            List<CompletableFuture<Integer>> before)
            throws InterruptedException {
        if (!before.isEmpty() && !line.isOpen()) {
            return CompletableFuture.failedFuture(new NotNow("not sent: the connection ended before", null));
        }
        try {
            String where = topic.of(event);
            return line.publish(where, form.of(event, where, line.longestPacket()));
        } catch (Refused e) {
            return CompletableFuture.failedFuture(e);
        } catch (MqttException | TimeoutException e) {
            // What is under way can't be waited for any more.
            line.close();
            return CompletableFuture.failedFuture(e);
        }
    }

    private Exception failure(CompletableFuture<Integer> answer) throws InterruptedException {
        try {
            int code = answer.get(broker.timeoutMillis(), TimeUnit.MILLISECONDS);
            return MqttReason.isFailure(code) ? refusal(code) : null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refused || e.getCause() instanceof NotNow) {
                return (Exception) e.getCause();
            }
            if (e.getCause() instanceof MqttException lost) {
                return form.qos() == 2 && MqttReason.isForGood(lost.getReasonCode())
                        ? refusal(lost.getReasonCode())
                        : broker.notNow(MqttReason.words(lost));
            }
            return broker.notNow(e.getCause().getMessage());
        } catch (TimeoutException e) {
            disconnect();
            return broker.notNow("no acknowledgement within " + broker.timeoutMillis() + " ms");
        }
    }

    private Exception refusal(int code) {
        return MqttReason.isForGood(code)
                ? new Refused(broker + ": " + MqttReason.words(code))
                : broker.notNow(MqttReason.words(code));
    }

    private synchronized MqttConnection connection(String backend) throws Exception {
        if (connection != null && connection.isOpen()) {
            return connection;
        }
        disconnect();
        try {
            connection = broker.connect(backend, form.qos());
            return connection;
        } catch (MqttException e) {
            throw broker.failure(e);
        }
    }

    private synchronized void disconnect() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    @Override
    protected void doStop() {
        disconnect();
    }
}
