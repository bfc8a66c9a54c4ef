package io.signalbox.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * When does a request's body begin to be read? At once, by the thread that the request came to: a small one is there when the route's thread
 * looks for it, which need not ask for it and wait.
 */
@ApplicationScoped
class EarlyBody {
    private static final String PATH = "/api/v1/events";
    /** Where the request's own context keeps it. */
    private static final Object KEY = EarlyBody.class;
    /** Before the route, behind all that may refuse the request. */
    private static final int LATE = 1;

    void register(@Observes Filters filters) {
        filters.register(EarlyBody::begin, LATE);
    }

    private static void begin(RoutingContext request) {
        if (request.request().method() == HttpMethod.POST && PATH.equals(request.request().path())) {
            Vertx.currentContext().putLocal(KEY, new RequestBody(request.request()));
        }
        request.next();
    }

    /** The body of a request; the caller is the only one who gets it. */
    static RequestBody of(HttpServerRequest request) {
        Context context = Vertx.currentContext();
        RequestBody begun = context == null ? null : context.getLocal(KEY);
        if (begun == null || !begun.isOf(request)) {
            return new RequestBody(request);
        }
        context.removeLocal(KEY);
        return begun;
    }
}
