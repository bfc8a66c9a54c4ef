package io.signalbox.protocol;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What does a broker say to each message? One connection, from its beginning to its first failure, with as many messages under way as the
 * broker allows.
 *
 * <p>
 * The session ends with it: what was not acknowledged comes again from the bus, and so not from a client's memory too.
 */
// What Paho makes by name.
@RegisterForReflection(classNames = {"org.eclipse.paho.mqttv5.client.logging.JSR47Logger",
        "org.eclipse.paho.mqttv5.client.internal.ResourceBundleCatalog",
        "org.eclipse.paho.mqttv5.client.internal.TCPNetworkModuleFactory",
        "org.eclipse.paho.mqttv5.client.internal.SSLNetworkModuleFactory",
        "org.eclipse.paho.mqttv5.client.websocket.WebSocketNetworkModuleFactory",
        "org.eclipse.paho.mqttv5.client.websocket.WebSocketSecureNetworkModuleFactory"})
final class MqttConnection implements AutoCloseable {
    private static final int MOST_UNDER_WAY = 1000;
    private static final int EXACTLY_ONCE = 2;
    private static final long LONGEST_PACKET = 256L << 20;
    private static final int ACKNOWLEDGED = 0;

    private final MqttAsyncClient client;
    private final Semaphore window;
    private final long longestPacket;
    private final long timeoutMillis;

    /** Connects, or fails within the time limit. */
    MqttConnection(String url, String clientId, MqttConnectionOptions options, int qos, long timeoutMillis)
            throws MqttException {
        this.timeoutMillis = timeoutMillis;
        this.client = new MqttAsyncClient(url, clientId, new MemoryPersistence());
        try {
            IMqttToken connected = client.connect(options);
            connected.waitForCompletion(timeoutMillis);
            MqttProperties allowed = connected.getResponseProperties();
            Integer most = allowed == null ? null : allowed.getReceiveMaximum();
            Long longest = allowed == null ? null : allowed.getMaximumPacketSize();
            // Of a message that must arrive exactly once, Paho tells a refusal only by ending the connection: so there is but one.
            this.window = new Semaphore(qos == EXACTLY_ONCE
                    ? 1
                    : Math.min(MOST_UNDER_WAY, most == null ? MOST_UNDER_WAY : most));
            this.longestPacket = longest == null ? LONGEST_PACKET : longest;
        } catch (MqttException | RuntimeException e) {
            close();
            throw e;
        }
    }

    boolean isOpen() {
        return client.isConnected();
    }

    /** How many bytes a message may have, all in all. */
    long longestPacket() {
        return longestPacket;
    }

    /**
     * Sends a message, as soon as the broker may be sent another.
     *
     * @return what the broker says to it, as a reason code of MQTT; fails with an MqttException
     */
    CompletableFuture<Integer> publish(String topic, MqttMessage message)
            throws MqttException, InterruptedException, TimeoutException {
        if (!window.tryAcquire(timeoutMillis, TimeUnit.MILLISECONDS)) {
            throw new TimeoutException("no acknowledgement within " + timeoutMillis + " ms");
        }
        CompletableFuture<Integer> said = new CompletableFuture<>();
        MqttActionListener listener = new MqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                window.release();
                int[] codes = token.getReasonCodes();
                said.complete(codes == null || codes.length == 0 ? ACKNOWLEDGED : codes[0]);
            }

            @Override
            public void onFailure(IMqttToken token, Throwable why) {
                window.release();
                said.completeExceptionally(why);
            }
        };
        try {
            // One after another, or else a topic could go under its short name before the broker has learnt it.
            synchronized (client) {
                client.publish(topic, message, null, listener);
            }
        } catch (MqttException | RuntimeException e) {
            window.release();
            throw e;
        }
        return said;
    }

    @Override
    public void close() {
        try {
            if (client.isConnected()) {
                client.disconnectForcibly(0, Math.min(timeoutMillis, 1_000), true);
            }
        } catch (MqttException e) {
            // It is gone already.
        }
        try {
            client.close(true);
        } catch (MqttException e) {
            // Nothing is left to close.
        }
    }
}
