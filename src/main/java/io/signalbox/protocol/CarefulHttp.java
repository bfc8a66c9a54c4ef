package io.signalbox.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.util.TimeUtils;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.Timeout;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * How does a sink speak HTTP? Over connections that are kept, with an end to all waiting, and only to whom it was told: redirects are not
 * followed, cookies not kept, nothing is sent twice behind the bus' back, and of an answer no more is read than anyone will look at.
 *
 * <p>
 * Each HTTP sink makes one of its own, so that {@code verifySsl: false} trusts everybody for that one backend only. A proxy is taken from
 * the JVM's usual settings ({@code -Dhttps.proxyHost=…}).
 */
@RegisterForReflection // Kamelets make it by its class name
public final class CarefulHttp implements HttpClientConfigurer {
    /** Room for the answer to a bulk request in which every item failed. */
    private static final int LONGEST_ANSWER = 4 << 20;
    private static final Timeout LONGEST_CONNECT = Timeout.ofSeconds(5);

    private final Timeout timeout;
    private final boolean verifySsl;
    private final CallTime time;
    private String caFile = "";
    private String certFile = "";
    private String keyFile = "";
    private String keyPassword = "";

    /**
     * @param timeout
     *            how long to wait for a whole answer, such as {@code 10s}
     * @param verifySsl
     *            false trusts any certificate with any name in it
     */
    public CarefulHttp(String timeout, boolean verifySsl) {
        this.timeout = Timeout.ofMilliseconds(TimeUtils.toMilliSeconds(timeout));
        this.verifySsl = verifySsl;
        this.time = new CallTime(this.timeout);
    }

    /** A PEM file of the authorities to believe, instead of those that Java knows. */
    public void setCaFile(String caFile) {
        this.caFile = caFile.strip();
    }

    public void setCertFile(String certFile) {
        this.certFile = certFile.strip();
    }

    public void setKeyFile(String keyFile) {
        this.keyFile = keyFile.strip();
    }

    public void setKeyPassword(String keyPassword) {
        this.keyPassword = keyPassword;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.setConnectionManager(connections()).setUserAgent("Signalbox")
                .setRoutePlanner(new SystemDefaultRoutePlanner(ProxySelector.getDefault()))
                .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(timeout)
                        .setConnectionRequestTimeout(timeout).setRedirectsEnabled(false)
                        .setProtocolUpgradeEnabled(false).build())
                .disableRedirectHandling().disableCookieManagement().disableAutomaticRetries().disableAuthCaching()
                .addExecInterceptorFirst("bounded", this::bounded);
    }

    private PoolingHttpClientConnectionManager connections() {
        Timeout connect = timeout.compareTo(LONGEST_CONNECT) < 0 ? timeout : LONGEST_CONNECT;
        var tls = ClientTlsStrategyBuilder.create().setSslContext(trust());
        if (!verifySsl) {
            tls.setHostVerificationPolicy(HostnameVerificationPolicy.CLIENT)
                    .setHostnameVerifier(NoopHostnameVerifier.INSTANCE);
        }
        return PoolingHttpClientConnectionManagerBuilder.create().setDnsResolver(time)
                .setTlsSocketStrategy(tls.buildClassic())
                .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(connect).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(connect)
                        .setSocketTimeout(timeout).setTimeToLive(5, TimeUnit.MINUTES)
                        .setValidateAfterInactivity(1, TimeUnit.SECONDS).build())
                .setMaxConnPerRoute(20).setMaxConnTotal(20).build();
    }

    /** Where nothing else is said, Java's own settings hold, such as {@code -Djavax.net.ssl.trustStore}. */
    private SSLContext trust() {
        boolean usual = verifySsl && caFile.isEmpty() && certFile.isEmpty() && keyFile.isEmpty();
        return usual
                ? SSLContexts.createSystemDefault()
                : TlsTrust.context(caFile, verifySsl, TlsIdentity.keys(certFile, keyFile, keyPassword));
    }

    private ClassicHttpResponse bounded(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        return time.within((Cancellable) scope.originalRequest, () -> {
            ClassicHttpResponse response = chain.proceed(request, scope);
            HttpEntity entity = response.getEntity();
            if (entity != null) {
                byte[] answer = first(entity.getContent(), scope);
                response.setEntity(new ByteArrayEntity(answer, ContentType.parseLenient(entity.getContentType())));
            }
            return response;
        });
    }

    private static byte[] first(InputStream body, ExecChain.Scope scope) throws IOException {
        byte[] answer = new byte[8192];
        int length = 0;
        for (int n = 0; n >= 0 && length < LONGEST_ANSWER; n = body.read(answer, length, answer.length - length)) {
            length += n;
            if (length == answer.length) {
                answer = Arrays.copyOf(answer, Math.min(LONGEST_ANSWER, length * 2));
            }
        }
        if (length == LONGEST_ANSWER) {
            // Closing the body would read it to its end first.
            scope.execRuntime.discardEndpoint();
        }
        return Arrays.copyOf(answer, length);
    }
}
