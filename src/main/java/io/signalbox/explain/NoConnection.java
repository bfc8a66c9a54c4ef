package io.signalbox.explain;

import java.io.IOException;

import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.util.TimeValue;

/** What does an HTTP client hold in place of a connection? One that always stands, and over which nothing goes. */
final class NoConnection implements ExecRuntime {
    /** Answers in the place of whoever is at the other end. */
    interface Peer {
        ClassicHttpResponse answer(ClassicHttpRequest request, HttpClientContext context) throws IOException;
    }

    private final Peer peer;

    NoConnection(Peer peer) {
        this.peer = peer;
    }

    @Override
    public ClassicHttpResponse execute(String id, ClassicHttpRequest request, HttpClientContext context)
            throws IOException {
        return peer.answer(request, context);
    }

    @Override
    public boolean isExecutionAborted() {
        return false;
    }

    @Override
    public boolean isEndpointAcquired() {
        return true;
    }

    @Override
    public boolean isEndpointConnected() {
        return true;
    }

    @Override
    public boolean isConnectionReusable() {
        return true;
    }

    @Override
    public void acquireEndpoint(String id, HttpRoute route, Object state, HttpClientContext context) {
        // It is there.
    }

    @Override
    public void releaseEndpoint() {
        // Nobody else waits for it.
    }

    @Override
    public void discardEndpoint() {
        // There is nothing to close.
    }

    @Override
    public void disconnectEndpoint() {
        // There is nothing to close.
    }

    @Override
    public void connectEndpoint(HttpClientContext context) {
        // It is connected.
    }

    @Override
    public void upgradeTls(HttpClientContext context) {
        // Nothing goes over it.
    }

    @Override
    public void markConnectionReusable(Object state, TimeValue validity) {
        // It always is.
    }

    @Override
    public void markConnectionNonReusable() {
        // It always is.
    }

    @Override
    public ExecRuntime fork(CancellableDependency cancellable) {
        return this;
    }
}
