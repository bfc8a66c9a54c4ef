package io.signalbox.protocol;

import org.apache.camel.component.netty.NettyCamelState;
import org.apache.camel.component.netty.NettyCamelStateCorrelationManager;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Who waits for an answer on a line on which none ever comes? Nobody.
 *
 * <p>
 * camel-netty remembers the last exchange of a connection even where it expects no reply, and when the connection is reset later it puts the
 * error into that exchange and calls back a second time, although all ended well long ago. Where nothing is remembered, nothing ends twice. A write that fails
 * is told to its exchange all the same.
 */
// The Kamelet syslog-sink names this class.
@RegisterForReflection
public final class OneWay implements NettyCamelStateCorrelationManager {
    @Override
    public void putState(Channel channel, NettyCamelState state) {
        // nobody asks for it
    }

    @Override
    public void removeState(ChannelHandlerContext ctx, Channel channel) {
        // nothing is there
    }

    @Override
    public NettyCamelState getState(ChannelHandlerContext ctx, Channel channel, Object msg) {
        return null;
    }

    @Override
    public NettyCamelState getState(ChannelHandlerContext ctx, Channel channel, Throwable cause) {
        return null;
    }
}
