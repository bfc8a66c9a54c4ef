package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.SocketException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLSocketFactory;

import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.NotNow;

/**
 * Where is the broker, and who are we to it?
 *
 * <p>
 * User name and password have setters, for Camel hands over a bean's properties as they are, while it would take a constructor's apart at
 * commas and quotes.
 */
// The Kamelet mqtt-sink names this class and its properties.
@RegisterForReflection
public final class MqttBroker {
    private static final Pattern URL = Pattern
            .compile("(tcp|mqtt|ssl|mqtts)://(\\[[0-9a-fA-F:.]+]|[^:/@\\[\\]\\s]+)(?::(\\d{1,5}))?/?");
    private static final Map<String, String> SCHEMES = Map.of("tcp", "tcp", "mqtt", "tcp", "ssl", "ssl", "mqtts",
            "ssl");
    private static final int PORT = 1883;
    private static final int TLS_PORT = 8883;
    private static final int KEEP_ALIVE_SECONDS = 60;
    private static final int MILLIS = 1000;

    private final String url;
    private final String clientId;
    private final int timeoutMillis;
    private final SSLSocketFactory tls;
    private final boolean verifyName;
    private String username = "";
    private String password = "";

    /**
     * @param url
     *            {@code tcp://host:1883} or {@code ssl://host:8883}
     * @param clientId
     *            an Object, since Camel gives no text that looks like a number to a String; empty for one made of the backend's name
     */
    public MqttBroker(String url, Object clientId, int timeoutMillis, String caFile, boolean verifySsl, String certFile,
            String keyFile) {
        Matcher parts = URL.matcher(url.strip());
        if (!parts.matches()) {
            // It might hold a password, so it is not repeated.
            throw new IllegalArgumentException(
                    "brokerUrl is no address of a broker; expected tcp://host:1883 or ssl://host:8883, and the user's name and password apart");
        }
        String scheme = SCHEMES.get(parts.group(1));
        boolean secured = scheme.equals("ssl");
        String port = parts.group(3) == null ? String.valueOf(secured ? TLS_PORT : PORT) : parts.group(3);
        this.url = scheme + "://" + parts.group(2) + ":" + port;
        this.clientId = clientId.toString();
        this.timeoutMillis = timeoutMillis;
        this.tls = secured
                ? TlsTrust.context(caFile, verifySsl, TlsIdentity.keys(certFile, keyFile, "")).getSocketFactory()
                : null;
        this.verifyName = verifySsl;
    }

    public void setUsername(String username) {
        this.username = username;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    /**
     * A new connection.
     *
     * @param backend
     *            whose it is
     */
    MqttConnection connect(String backend, int qos) throws MqttException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setCleanStart(true);
        options.setSessionExpiryInterval(0L);
        // The bus tries again, at its own pace and with its own events.
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout(Math.max(1, timeoutMillis / MILLIS));
        options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
        if (!username.isEmpty()) {
            options.setUserName(username);
        }
        if (!password.isEmpty()) {
            options.setPassword(password.getBytes(UTF_8));
        }
        if (tls != null) {
            options.setSocketFactory(tls);
            options.setHttpsHostnameVerificationEnabled(verifyName);
        }
        String id = clientId.isBlank() ? "signalbox-" + backend : clientId;
        return new MqttConnection(url, id, options, qos, timeoutMillis);
    }

    String url() {
        return url;
    }

    int timeoutMillis() {
        return timeoutMillis;
    }

    /** There is no connection: the broker does not want one, or nobody answers. */
    Exception failure(MqttException why) {
        return MqttReason.isBrokers(why)
                ? notNow(MqttReason.words(why))
                : new SocketException(this + ": " + MqttReason.words(why));
    }

    /** It did not, but may later. */
    NotNow notNow(String why) {
        return new NotNow(this + ": " + why, null);
    }

    @Override
    public String toString() {
        return "MQTT broker " + url;
    }
}
