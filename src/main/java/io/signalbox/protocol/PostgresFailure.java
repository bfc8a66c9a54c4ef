package io.signalbox.protocol;

import java.net.ConnectException;
import java.sql.SQLException;

import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import io.signalbox.bus.NotNow;
import io.signalbox.bus.Refused;

/**
 * Is the event at fault, or the world? Only the server's word that a value doesn't fit (class 22), breaks a rule of the table (23) or is too
 * much for it (54) is about the event. A table that is missing, a password that is wrong, a server that stops: somebody will mend it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">error codes</a>
 */
record PostgresFailure(Exception verdict, boolean tableChanged) {
    private static final int LONGEST_DETAIL = 300;

    static PostgresFailure of(SQLException failure) {
        PSQLException known = known(failure);
        String state = known == null || known.getSQLState() == null ? "" : known.getSQLState();
        ServerErrorMessage said = known == null ? null : known.getServerErrorMessage();
        String words = said == null ? words(failure, state) : words(said, state);
        // A row that no partition takes is reported like a broken rule, but without the rule's name.
        boolean homeless = state.equals("23514") && said != null && said.getConstraint() == null;
        boolean refused = !homeless
                && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
        return new PostgresFailure(refused ? new Refused(words) : later(state, words),
                homeless || state.startsWith("42"));
    }

    /** Not reached, which is no attempt, if there is no connection (08), the server goes or comes (57P01 to 57P03), or none was free in time. */
    private static Exception later(String state, String words) {
        boolean away = state.isEmpty() || state.startsWith("08") || state.startsWith("57P0");
        return away ? new ConnectException(words) : new NotNow(words, null);
    }

    private static PSQLException known(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof PSQLException)) {
            cause = cause.getCause();
        }
        return (PSQLException) cause;
    }

    private static String words(ServerErrorMessage said, String state) {
        String detail = said.getDetail();
        return state + " " + said.getMessage()
                + (detail == null ? "" : " (" + Ellipsis.cut(detail, LONGEST_DETAIL) + ")");
    }

    private static String words(SQLException failure, String state) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String why = root == failure ? "" : " (" + root.getMessage() + ")";
        return (state + " " + failure.getMessage() + why).strip();
    }
}
