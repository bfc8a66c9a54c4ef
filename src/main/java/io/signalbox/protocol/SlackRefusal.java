package io.signalbox.protocol;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.signalbox.bus.NotNow;
import io.signalbox.bus.Refused;

/**
 * Slack has said no: what is to be done? Where a token, a scope or the channel is at fault, every event would fail: they wait until somebody
 * has mended it. Where the message is at fault, it alone fails, for good. All else passes.
 *
 * @see <a href="https://docs.slack.dev/reference/methods/chat.postMessage#errors">Errors of chat.postMessage</a>
 */
final class SlackRefusal {
    private static final int LONGEST = 300;

    /** For the operator to mend, and how. */
    private static final Map<String, String> MENDED_BY_HAND = Map.ofEntries(
            Map.entry("channel_not_found", "there is no such channel, or it is a private one that the app is not in"),
            Map.entry("not_in_channel", "the app is not in the channel; invite it"),
            Map.entry("is_archived", "the channel is archived; bring it back, or name another"),
            Map.entry("not_authed", "no token arrived; a proxy may have taken it away"),
            Map.entry("invalid_auth", "the token is not valid, or not from this address"),
            Map.entry("account_inactive", "the token's user, or its workspace, is gone; make a new token"),
            Map.entry("token_revoked", "the token was revoked; make a new one"),
            Map.entry("token_expired", "the token has expired; make a new one"),
            Map.entry("not_allowed_token_type", "the token is of another kind; take the app's bot token (xoxb-…)"),
            Map.entry("missing_scope", "the app lacks a scope; add it and install the app again"),
            Map.entry("no_permission", "the token may not post there"),
            Map.entry("access_denied", "the token may not post there"),
            Map.entry("team_access_not_granted", "the token may not post in that workspace"),
            Map.entry("team_not_found", "the token is of another workspace"),
            Map.entry("enterprise_is_restricted", "the organisation does not allow it"),
            Map.entry("org_login_required",
                    "the workspace is being moved into an organisation; somebody has to log in"),
            Map.entry("two_factor_setup_required", "the token's user has to set up two factors first"),
            Map.entry("ekm_access_denied", "an administrator has suspended posting"),
            Map.entry("accesslimited", "Slack may not be used from this network"),
            Map.entry("messages_tab_disabled", "the app takes no direct messages"),
            Map.entry("restricted_action", "the workspace does not let the app post there"),
            Map.entry("restricted_action_read_only_channel", "the channel is for reading only"),
            Map.entry("restricted_action_thread_only_channel", "the channel takes replies only"));

    /** Too much at once: the same as the status 429, with which it mostly comes. */
    private static final Set<String> THROTTLED = Set.of("ratelimited", "rate_limited", "message_limit_exceeded");

    /** For Slack to get over. */
    private static final Set<String> PASSING = Set.of("internal_error", "fatal_error", "service_unavailable",
            "request_timeout", "team_added_to_org");

    /** The message's own fault; what begins with {@code invalid_} or says {@code too_long} besides. */
    private static final Set<String> MESSAGES_FAULT = Set.of("no_text", "json_not_object", "as_user_not_supported",
            "markdown_text_conflict", "block_mismatch");

    /** Only the thread's fault: the message would do as one of its own. */
    private static final Set<String> THREADS_FAULT = Set.of("thread_not_found", "message_not_found",
            "invalid_thread_ts", "cannot_reply_to_message", "cant_broadcast_message", "restricted_action_thread_locked",
            "restricted_action_non_threadable_channel");

    private SlackRefusal() {
    }

    /** Whether the problem's thread can't be gone on with. */
    static boolean ofThread(SlackAnswer answer) {
        return THREADS_FAULT.contains(answer.error());
    }

    /**
     * What to tell the bus.
     *
     * @param retryAfter
     *            how long Slack asked us to wait, or null
     */
    static Exception of(SlackAnswer answer, Duration retryAfter) {
        String error = answer.error();
        String mend = MENDED_BY_HAND.get(error);
        String words = Ellipsis.cut(error + (mend == null ? "" : ": " + mend)
                + (answer.details().isBlank() ? "" : " (" + answer.details() + ")"), LONGEST);
        if (THROTTLED.contains(error)) {
            return new HttpRefusal(429, words, retryAfter);
        }
        boolean messagesFault = mend == null && !PASSING.contains(error) && (MESSAGES_FAULT.contains(error)
                || error.startsWith("invalid_") || error.startsWith("too_many_") || error.endsWith("_too_long")
                || error.endsWith("_too_large"));
        return messagesFault ? new Refused(words) : new NotNow(words, retryAfter);
    }
}
