package io.signalbox.protocol;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import org.apache.camel.component.netty.ChannelHandlerFactory;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.event.Event;

/**
 * Which messages are in a stream? Each says at its start how it is framed: a digit begins a length, all else goes on to the end of the line.
 * What arrives together leaves together, as a list of events.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6587#section-3.4">RFC 6587</a>
 */
// The route syslog-tcp names this class.
@RegisterForReflection
public final class SyslogFrames extends ByteToMessageDecoder implements ChannelHandlerFactory {
    private static final int LONGEST_LENGTH = 9;

    private final int maxBytes;
    private final SyslogParser parser;
    /** Bytes of an overlong message that are still to come and of which nothing is kept; -1: up to the end of the line. */
    private long skip;

    public SyslogFrames(int maxBytes) {
        this(maxBytes, new SyslogParser(Clock.systemUTC(), ZoneId.systemDefault()));
    }

    private SyslogFrames(int maxBytes, SyslogParser parser) {
        this.maxBytes = maxBytes;
        this.parser = parser;
    }

    /** One for each connection. */
    @Override
    public ChannelHandler newChannelHandler() {
        return new SyslogFrames(maxBytes, parser);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        List<Event> events = new ArrayList<>();
        String peer = peer(ctx);
        boolean more = true;
        while (more && in.isReadable()) {
            more = skip != 0 ? skip(in) : next(in, peer, events);
        }
        if (!events.isEmpty()) {
            out.add(events);
        }
    }

    /** The connection ended: what it began to say is kept too. */
    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        decode(ctx, in, out);
        if (in.isReadable() && skip == 0) {
            List<Event> events = new ArrayList<>();
            boolean counted = count(in) > 0;
            if (counted) {
                in.skipBytes(in.bytesBefore((byte) ' ') + 1);
            }
            take(in, in.readableBytes(), peer(ctx), counted, events);
            if (!events.isEmpty()) {
                out.add(events);
            }
        }
    }

    private boolean next(ByteBuf in, String peer, List<Event> events) {
        long count = count(in);
        if (count > 0) {
            int start = in.bytesBefore((byte) ' ') + 1;
            int length = (int) Math.min(count, maxBytes);
            if (in.readableBytes() < start + length) {
                return false;
            }
            in.skipBytes(start);
            take(in, length, peer, count > length, events);
            skip = count - length;
            return true;
        }
        int end = in.bytesBefore((byte) '\n');
        if (end >= 0) {
            int length = Math.min(end, maxBytes);
            take(in, length, peer, end > length, events);
            in.skipBytes(end - length + 1);
            return true;
        }
        // The length of a frame that is still coming may look like a line without an end.
        if (in.readableBytes() <= maxBytes) {
            return false;
        }
        take(in, maxBytes, peer, true, events);
        skip = -1;
        return true;
    }

    private boolean skip(ByteBuf in) {
        if (skip > 0) {
            int length = (int) Math.min(skip, in.readableBytes());
            in.skipBytes(length);
            skip -= length;
            return true;
        }
        int end = in.bytesBefore((byte) '\n');
        in.skipBytes(end < 0 ? in.readableBytes() : end + 1);
        skip = end < 0 ? -1 : 0;
        return true;
    }

    /** The length that stands at the start, or 0 where none does. */
    private static long count(ByteBuf in) {
        int space = in.bytesBefore((byte) ' ');
        if (space < 1 || space > LONGEST_LENGTH || in.getByte(in.readerIndex()) == '0') {
            return 0;
        }
        long count = 0;
        for (int i = 0; i < space; i++) {
            int digit = in.getByte(in.readerIndex() + i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            count = count * 10 + digit;
        }
        return count;
    }

    private void take(ByteBuf in, int length, String peer, boolean truncated, List<Event> events) {
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        if (!new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).isBlank()) {
            events.add(parser.event(bytes, peer, truncated));
        }
    }

    private static String peer(ChannelHandlerContext ctx) {
        return ctx.channel().remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "unknown";
    }
}
