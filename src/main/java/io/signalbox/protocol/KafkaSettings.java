package io.signalbox.protocol;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * How is a Kafka cluster spoken to? Every record is acknowledged by all replicas in sync, none is written twice by one producer, and all waiting
 * ends.
 *
 * <p>
 * With setters, so that Camel hands over the password as it is: see {@link MailLogin}.
 */
// The Kamelet kafka-sink names this class and its properties.
@RegisterForReflection
public final class KafkaSettings {
    /** No more, since the client divides what is too large for a topic only into parts of this size, and so, with larger ones, without end. */
    private static final int SEND_AT = 16 << 10;

    private String bootstrapServers = "";
    private String securityProtocol = "PLAINTEXT";
    private String saslMechanism = "SCRAM-SHA-512";
    private String username = "";
    private String password = "";
    private String caFile = "";
    private String certFile = "";
    private String keyFile = "";
    private String keyPassword = "";
    private boolean verifySsl = true;
    private String compression = "none";
    private int maxRecordBytes = 1 << 20;
    private int timeoutMillis = 30_000;

    String servers() {
        return bootstrapServers;
    }

    /** What a producer is made of. */
    Map<String, Object> producer() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "signalbox");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, Math.min(SEND_AT, maxRecordBytes));
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRecordBytes);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeoutMillis);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMillis / 2);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeoutMillis / 3);
        // Nobody reads them: neither by JMX, nor in the broker.
        settings.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
        settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, securityProtocol);
        if (securityProtocol.endsWith("SSL")) {
            settings.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, KafkaTls.class);
            settings.put(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG, verifySsl ? "https" : "");
            settings.put(KafkaTls.CA_FILE, caFile);
            settings.put(KafkaTls.CERT_FILE, certFile);
            settings.put(KafkaTls.KEY_FILE, keyFile);
            settings.put(KafkaTls.KEY_PASSWORD, new Password(keyPassword));
        }
        if (securityProtocol.startsWith("SASL")) {
            settings.put(SaslConfigs.SASL_MECHANISM, saslMechanism);
            settings.put(SaslConfigs.SASL_JAAS_CONFIG, new Password(login()));
        }
        return settings;
    }

    private String login() {
        String module = saslMechanism.equals("PLAIN") ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
        return "org.apache.kafka.common.security." + module + " required username=" + quoted(username) + " password="
                + quoted(password) + ";";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    public void setBootstrapServers(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    public void setSecurityProtocol(String securityProtocol) {
        this.securityProtocol = one("securityProtocol", securityProtocol,
                Set.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"));
    }

    public void setSaslMechanism(String saslMechanism) {
        this.saslMechanism = one("saslMechanism", saslMechanism, Set.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"));
    }

    private static String one(String what, String word, Set<String> words) {
        if (!words.contains(word)) {
            throw new IllegalArgumentException(
                    what + " is \"" + word + "\"; expected one of " + words.stream().sorted().toList());
        }
        return word;
    }

    public void setUsername(String username) {
        this.username = username;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public void setCaFile(String caFile) {
        this.caFile = caFile;
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

    public void setVerifySsl(boolean verifySsl) {
        this.verifySsl = verifySsl;
    }

    public void setCompression(String compression) {
        this.compression = compression;
    }

    public void setMaxRecordBytes(int maxRecordBytes) {
        this.maxRecordBytes = maxRecordBytes;
    }

    public void setTimeoutMillis(int timeoutMillis) {
        this.timeoutMillis = timeoutMillis;
    }
}
