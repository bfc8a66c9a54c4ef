package io.signalbox.protocol;

import java.security.KeyStore;
import java.util.Map;
import java.util.Set;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SslEngineFactory;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Whom does Kafka's client believe? As everywhere here: the authorities of a PEM file, or those that Java knows. Where names are not to be verified,
 * nothing is.
 */
@RegisterForReflection // Kafka's client makes it by its class
public final class KafkaTls implements SslEngineFactory {
    private SSLContext context;

    @Override
    public void configure(Map<String, ?> configs) {
        Object caFile = configs.get(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG);
        Object verify = configs.get(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG);
        context = TlsTrust.context(caFile == null ? "" : caFile.toString(), !"".equals(verify));
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
