package io.signalbox.api;

import java.util.List;
import java.util.concurrent.Executor;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.spi.HeaderFilterStrategy;

import io.signalbox.bus.Together;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * How is a request answered while its events wait for the disk? Camel's own consumer keeps a thread for each request until its route has ended,
 * which would wait in it twice: for the body, and for the commit. Here requests whose bodies have arrived share a thread, one after another, and
 * it is free as soon as the route waits. The answer is written whenever the route ends.
 */
final class RestConsumer extends VertxPlatformHttpConsumer {
    private final Executor threads;
    private final Executor together;

    RestConsumer(PlatformHttpEndpoint endpoint, Processor processor, int port, Executor threads) {
        super(endpoint, processor, List.of(), VertxPlatformHttpRouter.getRouterNameFromPort(port));
        this.threads = threads;
        this.together = new Together(threads);
    }

    @Override
    protected void handleRequest(RoutingContext asked) {
        if (isSuspended()) {
            super.handleRequest(asked);
            return;
        }
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        processHttpRequest(exchange, asked);
        RequestBody body = new RequestBody(asked.request());
        exchange.setProperty(RequestBody.PROPERTY, body);
        Context loop = asked.vertx().getOrCreateContext();
        Runnable route = () -> route(asked, exchange, body, loop);
        // A small body came together with the head: one turn later it is here, and no thread need wait for it.
        loop.runOnContext(turn -> (body.isHere() ? together : threads).execute(route));
    }

    private void route(RoutingContext asked, Exchange exchange, RequestBody body, Context loop) {
        try {
            createUoW(exchange);
            getAsyncProcessor().process(exchange, done -> loop.runOnContext(now -> {
                body.close();
                answer(asked, exchange);
            }));
        } catch (Exception e) {
            loop.runOnContext(now -> broken(asked, exchange, e));
        }
    }

    private void answer(RoutingContext asked, Exchange exchange) {
        HttpServerResponse response = asked.response();
        if (exchange.getException() != null) {
            broken(asked, exchange, exchange.getException());
        } else if (response.closed() || response.ended()) {
            // Whoever asked is gone.
            over(exchange);
        } else {
            try {
                write(exchange, response).onComplete(written -> over(exchange));
            } catch (InvalidPayloadException | RuntimeException e) {
                broken(asked, exchange, e);
            }
        }
    }

    private Future<Void> write(Exchange exchange, HttpServerResponse response) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        response.setStatusCode(message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, int.class));
        HeaderFilterStrategy filter = getEndpoint().getHeaderFilterStrategy();
        message.getHeaders().forEach((name, value) -> {
            if (value != null && !filter.applyFilterToCamelHeaders(name, value, exchange)) {
                response.putHeader(name, String.valueOf(value));
            }
        });
        byte[] body = message.getBody() == null ? new byte[0] : message.getMandatoryBody(byte[].class);
        return response.end(Buffer.buffer(body));
    }

    private void broken(RoutingContext asked, Exchange exchange, Throwable failure) {
        getExceptionHandler().handleException("a request for " + getEndpoint().getPath() + " could not be answered",
                exchange, failure);
        asked.fail(failure);
        over(exchange);
    }

    private void over(Exchange exchange) {
        doneUoW(exchange);
        releaseExchange(exchange, false);
    }
}
