package io.signalbox.explain;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;

import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** What would leave these routes? It stands where every component would be that reaches the outside, and lets nothing through. */
public final class Recorder extends DefaultComponent {
    /** Takes what would have left. */
    public interface Peer {
        /**
         * Takes it, and may put an answer on the exchange.
         *
         * @throws Exception
         *             in place of an answer
         */
        void take(Sent sent, Exchange exchange) throws Exception;
    }

    private static final int LONGEST = 1 << 20;

    private final String scheme;
    private final Peer peer;

    public Recorder(String scheme, Peer peer) {
        this.scheme = scheme;
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
        return new Wall(uri, remaining, Map.copyOf(parameters));
    }

    private final class Wall extends DefaultEndpoint {
        private final String remaining;
        private final Map<String, Object> parameters;

        Wall(String uri, String remaining, Map<String, Object> parameters) {
            super(uri, Recorder.this);
            this.remaining = remaining;
            this.parameters = parameters;
        }

        @Override
        public boolean isLenientProperties() {
            // Its options are those of the component in whose place it stands.
            return true;
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("nothing comes from outside here");
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) throws Exception {
                    peer.take(
                            scheme.startsWith("http")
                                    ? request(exchange)
                                    : Sent.message(scheme + ":" + remaining, exchange),
                            exchange);
                }
            };
        }

        private Sent request(Exchange exchange) throws IOException, MessagingException {
            Message message = exchange.getMessage();
            String url = message.getHeader(Exchange.HTTP_URI, scheme + "://" + remaining, String.class);
            String path = message.getHeader(Exchange.HTTP_PATH, "", String.class);
            if (!path.isEmpty()) {
                url = url.replaceAll("/$", "") + "/" + path.replaceFirst("^/", "");
            }
            String query = message.getHeader(Exchange.HTTP_QUERY, String.class);
            String method = message.getHeader(Exchange.HTTP_METHOD,
                    parameters.getOrDefault("httpMethod", message.getBody() == null ? "GET" : "POST"), String.class);
            return new Sent(method, query == null ? url : url + "?" + query, headers(message), body(exchange));
        }
    }

    static Map<String, String> headers(Message message) {
        Map<String, String> headers = new TreeMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (!name.startsWith("Camel") && value != null) {
                headers.put(name, value.toString());
            }
        });
        return headers;
    }

    /** As text; what was compressed for the way is not any more. */
    static String body(Exchange exchange) throws IOException, MessagingException {
        Object body = exchange.getMessage().getBody();
        if (body == null) {
            return "";
        }
        if (body instanceof MimeMessage mail) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            mail.writeTo(text);
            return text.toString(StandardCharsets.UTF_8);
        }
        byte[] bytes = body instanceof String text
                ? text.getBytes(StandardCharsets.UTF_8)
                : exchange.getContext().getTypeConverter().tryConvertTo(byte[].class, exchange, body);
        if (bytes == null) {
            return "(" + body.getClass().getSimpleName() + ")";
        }
        if ("gzip".equals(exchange.getMessage().getHeader("Content-Encoding"))) {
            bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readNBytes(LONGEST);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
