package io.signalbox.reload;

import java.util.Map;

import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** What stands where a component would be that reaches the outside? It takes any options, lets nothing through, and nothing comes from it. */
public final class Wall extends DefaultComponent {
    /** Takes what would have left. */
    public interface Peer {
        /** @param to the endpoint without its options, such as {@code smtp:mail.example:25} */
        void take(String to, Exchange exchange) throws Exception;
    }

    private final Peer peer;

    public Wall(Peer peer) {
        this.peer = peer;
    }

    /** The names of its options would lead Camel to the component in whose place it stands. */
    @Override
    public PropertyConfigurer getComponentPropertyConfigurer() {
        return null;
    }

    @Override
    public PropertyConfigurer getEndpointPropertyConfigurer() {
        return null;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        String to = uri.substring(0, uri.indexOf(':') + 1) + remaining;
        return new DefaultEndpoint(uri, this) {
            @Override
            public boolean isLenientProperties() {
                // Its options are those of the component in whose place it stands.
                return true;
            }

            @Override
            public Consumer createConsumer(Processor processor) {
                return new DefaultConsumer(this, processor);
            }

            @Override
            public Producer createProducer() {
                return new DefaultProducer(this) {
                    @Override
                    public void process(Exchange exchange) throws Exception {
                        peer.take(to, exchange);
                    }
                };
            }
        };
    }
}
