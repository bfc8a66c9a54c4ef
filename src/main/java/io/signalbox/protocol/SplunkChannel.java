package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.util.TimeUtils;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.NotNow;

/**
 * On which channel does a sink talk with Splunk where it waits for acknowledgement, and what does it ask there? Splunk tells whether
 * events are indexed only on the channel by which they came, so each sink has one of its own.
 *
 * <p>
 * While the variable {@code ackId} is there, the request is the question whether those events are in the index. Where Splunk doesn't say
 * so in time, they are sent again, and some then may be there twice.
 *
 * @see <a href="https://help.splunk.com/en/splunk-enterprise/get-data-in/collect-http-event-data/about-http-event-collector-indexer-acknowledgment">Indexer acknowledgment</a>
 */
@RegisterForReflection // Kamelets make it by its class name
public final class SplunkChannel implements Processor {
    private final String channel = UUID.randomUUID().toString();
    private final long patience;

    /**
     * @param patience
     *            how long Splunk may take to index, such as {@code 5m}
     */
    public SplunkChannel(String patience) {
        this.patience = TimeUtils.toMilliSeconds(patience) * 1_000_000;
    }

    @Override
    public void process(Exchange exchange) throws NotNow {
        if (!"true".equals(exchange.getVariable("acknowledgement", String.class))) {
            return;
        }
        Message message = exchange.getMessage();
        Long ackId = exchange.getVariable("ackId", Long.class);
        if (ackId != null) {
            Long since = exchange.getVariable("since", Long.class);
            if (since == null) {
                exchange.setVariable("since", System.nanoTime());
            } else if (System.nanoTime() - since > patience) {
                throw new NotNow("accepted, but not in the index before our patience was at an end", null);
            }
            message.setBody(("{\"acks\":[" + ackId + "]}").getBytes(UTF_8));
        }
        message.setHeader("X-Splunk-Request-Channel", channel);
    }
}
