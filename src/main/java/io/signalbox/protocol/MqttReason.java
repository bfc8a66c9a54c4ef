package io.signalbox.protocol;

import java.util.Map;
import java.util.Set;

import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;

/**
 * Why does a broker not do what it is asked, and will it ever?
 *
 * @see <a href="https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html#_Toc3901031">MQTT 5, reason codes</a>
 */
final class MqttReason {
    private static final Map<Integer, String> WORDS = Map.ofEntries(
            Map.entry(MqttReturnCode.RETURN_CODE_UNSUPPORTED_PROTOCOL_VERSION, "it does not speak MQTT 5"),
            Map.entry(MqttReturnCode.RETURN_CODE_IDENTIFIER_NOT_VALID, "client id not valid"),
            Map.entry(MqttReturnCode.RETURN_CODE_BAD_USERNAME_OR_PASSWORD, "bad user name or password"),
            Map.entry(MqttReturnCode.RETURN_CODE_NOT_AUTHORIZED, "not authorized"),
            Map.entry(MqttReturnCode.RETURN_CODE_SERVER_UNAVAILABLE, "server unavailable"),
            Map.entry(MqttReturnCode.RETURN_CODE_SERVER_BUSY, "server busy"),
            Map.entry(MqttReturnCode.RETURN_CODE_BANNED, "banned"),
            Map.entry(MqttReturnCode.RETURN_CODE_SERVER_SHUTTING_DOWN, "server shutting down"),
            Map.entry(MqttReturnCode.RETURN_CODE_SESSION_TAKEN_OVER, "somebody else came with the same client id"),
            Map.entry(MqttReturnCode.RETURN_CODE_TOPIC_NAME_INVALID, "topic name invalid"),
            Map.entry(MqttReturnCode.RETURN_CODE_PACKET_TOO_LARGE, "packet too large"),
            Map.entry(MqttReturnCode.RETURN_CODE_QUOTA_EXCEEDED, "quota exceeded"),
            Map.entry(MqttReturnCode.RETURN_CODE_PAYLOAD_FORMAT_INVALID, "payload format invalid"),
            Map.entry(MqttReturnCode.RETURN_CODE_CONNECTION_RATE_EXCEEDED, "connection rate exceeded"));
    /** What is wrong with one message and will be so the next time. */
    private static final Set<Integer> NEVER = Set.of(MqttReturnCode.RETURN_CODE_NOT_AUTHORIZED,
            MqttReturnCode.RETURN_CODE_TOPIC_NAME_INVALID, MqttReturnCode.RETURN_CODE_PACKET_TOO_LARGE,
            MqttReturnCode.RETURN_CODE_PAYLOAD_FORMAT_INVALID);

    private static final int LAST = 0xff;

    private MqttReason() {
    }

    static boolean isFailure(int code) {
        return code >= MqttReturnCode.RETURN_CODE_UNSPECIFIED_ERROR;
    }

    /** Whether a message that was answered so will never be taken. */
    static boolean isForGood(int code) {
        return NEVER.contains(code);
    }

    static String words(int code) {
        String words = WORDS.get(code);
        return "0x" + Integer.toHexString(code) + (words == null ? "" : ", " + words);
    }

    /** Whether the broker said so: Paho puts its own troubles and the broker's answers into one exception. */
    static boolean isBrokers(MqttException failure) {
        return isFailure(failure.getReasonCode()) && failure.getReasonCode() <= LAST;
    }

    static String words(MqttException failure) {
        if (isBrokers(failure)) {
            return words(failure.getReasonCode());
        }
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
