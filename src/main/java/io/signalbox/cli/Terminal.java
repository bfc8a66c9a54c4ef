package io.signalbox.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Does a person look on, and how wide is the window? */
final class Terminal {
    private static final int USUAL_WIDTH = 100;

    private Terminal() {
    }

    static boolean isThere() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // Since Java 22 there is a console without a terminal, too.
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** In columns; where nobody looks on, lines may be as long as they are. */
    static int width() {
        return isThere() ? asked() : Integer.MAX_VALUE;
    }

    private static int asked() {
        try {
            Process stty = new ProcessBuilder("stty", "size").redirectInput(ProcessBuilder.Redirect.INHERIT).start();
            String[] size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip()
                    .split(" ");
            int width = size.length == 2 ? Integer.parseInt(size[1]) : 0;
            return width > 0 ? width : USUAL_WIDTH;
        } catch (IOException | NumberFormatException e) {
            return USUAL_WIDTH;
        }
    }

    /** What makes a line of {@link Progress} give way to what is said. */
    static String fresh() {
        return isThere() ? "\r\u001b[K" : "";
    }

    /** Text that came from elsewhere, without anything that a terminal would obey. */
    static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    /** As much of a text as fits. */
    static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
    }
}
