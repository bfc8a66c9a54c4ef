package io.signalbox.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * What comes next in a request's body? It is read as it arrives: while nobody reads, the sender is held back by TCP, so a body may be larger
 * than memory. (platform-http's own {@code useStreaming} first writes the whole body into a temporary file.)
 */
final class RequestBody extends InputStream {
    /** Property of an exchange: the body, which began to arrive before the route began. */
    static final String PROPERTY = "SignalboxRequestBody";
    /** Buffers that may arrive ahead of the reader, 64 KiB each at the most (quarkus.http.limits.max-chunk-size). */
    private static final int AHEAD = 16;
    private static final int ASK_FOR = AHEAD / 2;
    private static final long PATIENCE_SECONDS = 60;
    private static final Object END = new Object();

    private final HttpServerRequest request;
    private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
    private Buffer current;
    private int at;
    private int taken;
    private boolean ended;
    private volatile boolean here;

    /**
     * @param request
     *            a paused request
     */
    RequestBody(HttpServerRequest request) {
        this.request = request;
        request.exceptionHandler(arrived::add);
        request.endHandler(end -> {
            here = true;
            arrived.add(END);
        });
        request.handler(arrived::add);
        request.fetch(AHEAD);
    }

    /** What has arrived of an exchange's request, and what still comes. */
    static RequestBody of(Exchange exchange) {
        RequestBody body = exchange.getProperty(PROPERTY, RequestBody.class);
        if (body == null) {
            throw new IllegalStateException("route " + exchange.getFromRouteId()
                    + " has no request to read; expected useBodyHandler: false and platformHttpEngine: \"#rest-engine\" at"
                    + " its platform-http endpoint");
        }
        return body;
    }

    /** Whether all of it has arrived, so that reading it does not wait. */
    boolean isHere() {
        return here;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (current == null && !advance()) {
            return -1;
        }
        int count = Math.min(length, current.length() - at);
        current.getBytes(at, at + count, bytes, offset);
        at += count;
        if (at == current.length()) {
            current = null;
        }
        return count;
    }

    /** Most bodies arrive in one piece. */
    @Override
    public byte[] readNBytes(int most) throws IOException {
        if (current == null && !advance()) {
            return new byte[0];
        }
        int end = Math.min(current.length(), at + most);
        byte[] piece = current.getBytes(at, end);
        at = end;
        if (at < current.length()) {
            return piece;
        }
        current = null;
        if (piece.length == most || !advance()) {
            return piece;
        }
        byte[] rest = super.readNBytes(most - piece.length);
        byte[] all = Arrays.copyOf(piece, piece.length + rest.length);
        System.arraycopy(rest, 0, all, piece.length, rest.length);
        return all;
    }

    private boolean advance() throws IOException {
        while (current == null && !ended) {
            Object next = next();
            if (next == END) {
                ended = true;
            } else if (next instanceof Buffer buffer) {
                current = buffer.length() == 0 ? null : buffer;
                at = 0;
                if (++taken == ASK_FOR) {
                    taken = 0;
                    unlessEnded(() -> request.fetch(ASK_FOR));
                }
            } else {
                throw new IOException(
                        next == null ? "nothing more came for " + PATIENCE_SECONDS + " s" : String.valueOf(next));
            }
        }
        return !ended;
    }

    private Object next() throws IOException {
        try {
            return arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Lets go of what was not read. */
    @Override
    public void close() {
        if (!ended) {
            unlessEnded(() -> request.handler(buffer -> {
            }).resume());
        }
    }

    /** All of it may have arrived while we read: then Vert.x (of HTTP/2) refuses to be asked for more. */
    private static void unlessEnded(Runnable ask) {
        try {
            ask.run();
        } catch (IllegalStateException e) {
            // The end, or what went wrong, is among what arrived.
        }
    }
}
