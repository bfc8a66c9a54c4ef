package io.signalbox.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

import io.quarkus.arc.Unremovable;

/**
 * How does a request become small? By gzip, unless the variable {@code compression} is {@code identity}.
 *
 * <p>
 * Camel would do it for the header alone, but at a level that takes more than twice as long, 3.8 µs an event, and makes an eighth less of it.
 * Its length is known beforehand, since not every backend takes a body of unknown length.
 */
@Named("gzipBody")
@Singleton
@Unremovable // only routes name it
public final class GzipBody implements Processor {
    /** Fast: events are so alike that they shrink to a tenth anyway. */
    private static final int LEVEL = 1;

    @Override
    public void process(Exchange exchange) throws IOException {
        if ("identity".equals(exchange.getVariable("compression", String.class))) {
            return;
        }
        Message message = exchange.getMessage();
        byte[] body = message.getBody(byte[].class);
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 8 + 64);
        try (GZIPOutputStream gzip = new Gzip(out)) {
            gzip.write(body);
        }
        message.setBody(out.toByteArray());
        message.setHeader("Content-Encoding", "gzip");
        exchange.setProperty(Exchange.SKIP_GZIP_ENCODING, true);
    }

    private static final class Gzip extends GZIPOutputStream {
        Gzip(ByteArrayOutputStream out) throws IOException {
            super(out, 8192);
            def.setLevel(LEVEL);
        }
    }
}
