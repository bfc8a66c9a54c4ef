package io.signalbox.explain;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

import org.apache.camel.Endpoint;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.impl.EnglishReasonPhraseCatalog;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.util.Timeout;

/** Which HTTP request would go out? Camel's own component and its client make all of it; only the connection is none. */
final class AnsweredHttp extends HttpComponent {
    private final NoConnection connection = new NoConnection(this::answer);
    private final Peer peer;

    AnsweredHttp(Peer peer) {
        this.peer = peer;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        HttpEndpoint endpoint = (HttpEndpoint) super.createEndpoint(uri, remaining, parameters);
        HttpClientConfigurer configured = endpoint.getHttpClientConfigurer();
        endpoint.setHttpClientConfigurer(client -> {
            if (configured != null) {
                configured.configureHttpClient(client);
            }
            client.addExecInterceptorBefore(ChainElement.CONNECT.name(), "answered",
                    (request, scope, chain) -> chain.proceed(request, new ExecChain.Scope(scope.exchangeId, scope.route,
                            scope.originalRequest, connection, scope.clientContext)));
        });
        return endpoint;
    }

    private ClassicHttpResponse answer(ClassicHttpRequest request, HttpClientContext context) throws IOException {
        Reply reply = peer.take(sent(request));
        Timeout patience = context.getRequestConfigOrDefault().getResponseTimeout();
        if (patience != null && patience.isEnabled() && reply.delay().compareTo(patience.toDuration()) >= 0) {
            throw new SocketTimeoutException("Read timed out");
        }
        ClassicHttpResponse response = new BasicClassicHttpResponse(reply.status(),
                EnglishReasonPhraseCatalog.INSTANCE.getReason(reply.status(), null));
        reply.headers().forEach(response::addHeader);
        response.setEntity(new ByteArrayEntity(reply.body().getBytes(StandardCharsets.UTF_8),
                ContentType.parseLenient(reply.headers().get("Content-Type"))));
        return response;
    }

    private static Sent sent(ClassicHttpRequest request) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : request.getHeaders()) {
            headers.merge(header.getName(), header.getValue(), (one, other) -> one + ", " + other);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (request.getEntity() != null) {
            request.getEntity().writeTo(body);
        }
        return new Sent(request.getMethod(), url(request), headers,
                Sent.text(body.toByteArray(), headers.get("Content-Encoding")));
    }

    private static String url(ClassicHttpRequest request) {
        try {
            return request.getUri().toString();
        } catch (URISyntaxException e) {
            return request.getScheme() + "://" + request.getAuthority() + request.getRequestUri();
        }
    }
}
