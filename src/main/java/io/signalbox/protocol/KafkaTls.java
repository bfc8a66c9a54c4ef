package io.signalbox.protocol;

import java.security.KeyStore;
import java.util.Map;
import java.util.Set;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.auth.SslEngineFactory;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Whom does Kafka's client believe, and who is it? As everywhere here: the authorities of a PEM file, or those that Java knows; whoever a
 * certificate and its key say, or nobody. Where names are not to be verified, nothing is.
 */
@RegisterForReflection // Kafka's client makes it by its class
public final class KafkaTls implements SslEngineFactory {
    /** Settings of our own; Kafka's are about stores in Java's formats. */
    static final String CA_FILE = "signalbox.ca.file";
    static final String CERT_FILE = "signalbox.cert.file";
    static final String KEY_FILE = "signalbox.key.file";
    static final String KEY_PASSWORD = "signalbox.key.password";

    private SSLContext context;

    @Override
    public void configure(Map<String, ?> configs) {
        Object verify = configs.get(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG);
        context = TlsTrust.context(text(configs, CA_FILE), !"".equals(verify), TlsIdentity
                .keys(text(configs, CERT_FILE), text(configs, KEY_FILE), text(configs, KEY_PASSWORD)));
    }

    private static String text(Map<String, ?> configs, String name) {
        Object value = configs.get(name);
        return value instanceof Password password ? password.value() : value == null ? "" : value.toString();
    }

    @Override
    public SSLEngine createClientSslEngine(String host, int port, String endpointIdentification) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(endpointIdentification);
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public SSLEngine createServerSslEngine(String host, int port) {
        throw new UnsupportedOperationException("we are no broker");
    }

    @Override
    public boolean shouldBeRebuilt(Map<String, Object> configs) {
        return false;
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return Set.of();
    }

    @Override
    public KeyStore keystore() {
        return null;
    }

    @Override
    public KeyStore truststore() {
        return null;
    }

    @Override
    public void close() {
        // nothing is open
    }
}
