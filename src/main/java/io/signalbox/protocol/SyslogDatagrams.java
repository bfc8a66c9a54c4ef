package io.signalbox.protocol;

import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import org.apache.camel.component.netty.ChannelHandlerFactory;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.event.Event;

/**
 * Which messages came as datagrams? Each datagram is one; those that are read in one go leave together, as a list of events.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5426">RFC 5426</a>
 */
// The route syslog-udp names this class.
@RegisterForReflection
public final class SyslogDatagrams extends ChannelInboundHandlerAdapter implements ChannelHandlerFactory {
    private final int maxBytes;
    private final SyslogParser parser;
    private List<Event> events = new ArrayList<>();

    public SyslogDatagrams(int maxBytes) {
        this(maxBytes, new SyslogParser(Clock.systemUTC(), ZoneId.systemDefault()));
    }

    private SyslogDatagrams(int maxBytes, SyslogParser parser) {
        this.maxBytes = maxBytes;
        this.parser = parser;
    }

    /** One for each socket. */
    @Override
    public ChannelHandler newChannelHandler() {
        return new SyslogDatagrams(maxBytes, parser);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        DatagramPacket packet = (DatagramPacket) message;
        try {
            ByteBuf content = packet.content();
            byte[] bytes = new byte[Math.min(content.readableBytes(), maxBytes)];
            boolean truncated = content.readableBytes() > maxBytes;
            content.readBytes(bytes);
            events.add(parser.event(bytes, packet.sender().getAddress().getHostAddress(), truncated));
        } finally {
            packet.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!events.isEmpty()) {
            List<Event> together = events;
            events = new ArrayList<>();
            ctx.fireChannelRead(together);
        }
        ctx.fireChannelReadComplete();
    }
}
