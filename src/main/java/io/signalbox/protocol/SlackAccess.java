package io.signalbox.protocol;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Service;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.NotNow;

/**
 * By which door does a sink go to Slack? A webhook is the one, an app's token the other, and no backend has both.
 *
 * <p>
 * Leaves the header {@code CamelHttpUri} and, where the door is the token, the variables {@code api} and {@code token}.
 */
@RegisterForReflection // the Kamelet slack-sink makes it by its class name, and sets its properties
public final class SlackAccess implements Processor, Service {
    private String webhookUrl = "";
    private String token = "";
    private String channel = "";
    private String apiUrl = "";

    public void setWebhookUrl(String webhookUrl) {
        this.webhookUrl = webhookUrl.strip();
    }

    public void setToken(String token) {
        this.token = token.strip();
    }

    public void setChannel(String channel) {
        this.channel = channel.strip();
    }

    public void setApiUrl(String apiUrl) {
        this.apiUrl = apiUrl.strip().replaceAll("/+$", "");
    }

    /** A backend that is off may have neither: that is said when it is to send something. */
    @Override
    public void start() {
        if (!webhookUrl.isEmpty() && !token.isEmpty()) {
            throw new IllegalArgumentException("slack-sink has a webhookUrl and a token; give it one of them");
        }
        if (!token.isEmpty() && channel.isEmpty()) {
            throw new IllegalArgumentException(
                    "slack-sink has a token but no channel, such as #operations or C024BE91L");
        }
    }

    @Override
    public void stop() {
        // Nothing was opened.
    }

    @Override
    public void process(Exchange exchange) throws NotNow {
        if (webhookUrl.isEmpty() && token.isEmpty()) {
            throw new NotNow("slack-sink has neither a webhookUrl nor a token; give it one of them", null);
        }
        exchange.removeVariable("api");
        exchange.removeVariable("token");
        if (token.isEmpty()) {
            exchange.getMessage().setHeader(Exchange.HTTP_URI, webhookUrl);
        } else {
            exchange.setVariable("api", apiUrl + "/chat.postMessage");
            exchange.setVariable("token", token);
        }
    }
}
