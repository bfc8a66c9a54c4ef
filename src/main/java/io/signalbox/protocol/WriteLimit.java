package io.signalbox.protocol;

import java.util.concurrent.TimeUnit;

import org.apache.camel.component.netty.ChannelHandlerFactory;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** How long may a server leave our bytes unread? After that the connection is closed and the events are tried again. */
// The Kamelet syslog-sink names this class.
@RegisterForReflection
public final class WriteLimit extends ChannelHandlerAdapter implements ChannelHandlerFactory {
    private final int millis;

    public WriteLimit(int millis) {
        this.millis = millis;
    }

    /** One for each connection. */
    @Override
    public ChannelHandler newChannelHandler() {
        return new WriteTimeoutHandler(millis, TimeUnit.MILLISECONDS);
    }
}
