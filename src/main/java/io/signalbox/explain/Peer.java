package io.signalbox.explain;

import java.io.IOException;
import java.util.Map;

import org.apache.camel.Component;

import io.signalbox.bus.HandsOver;
import io.signalbox.reload.Wall;

/** Who is at the other end of all that would leave these routes? */
public interface Peer {
    /**
     * Takes what would have been sent, and answers; of what does not speak HTTP an answer says only whether there is one.
     *
     * @throws IOException
     *             in place of an answer
     */
    Reply take(Sent sent) throws IOException;

    /** Takes what a step of ours would have sent by itself. */
    default Reply take(HandsOver.Handover handover) throws IOException {
        return take(new Sent(null, handover.to(), Map.of(), handover.text()));
    }

    /** What stands where a component would be that reaches the outside. */
    default Component inPlaceOf(String component) {
        return component.equals("http") || component.equals("https")
                ? new AnsweredHttp(this)
                : new Wall((to, exchange) -> take(Sent.message(to, exchange)));
    }
}
