package io.signalbox.event;

/** What is a short line for people about an event whose sender gave none? */
final class Headline {
    private Headline() {
    }

    /** The thing's name and what became of it: {@code Printer-A Offline}; the bare type where no thing is named. */
    static String of(Event event) {
        String thing = event.text("printer_name");
        if (thing == null) {
            thing = event.text("device_name");
        }
        if (thing == null) {
            thing = event.subject();
        }
        int dot = event.type().lastIndexOf('.');
        if (thing == null || thing.isBlank() || dot < 0) {
            return event.type() + (event.resolved() ? " resolved" : "");
        }
        String what = words(event.type().substring(dot + 1));
        boolean sameTypeResolved = event.resolved()
                && (event.problem() == null || event.problem().type().equals(event.type()));
        return thing + " " + what + (sameTypeResolved && !event.type().endsWith("online") ? " resolved" : "");
    }

    private static String words(String name) {
        StringBuilder words = new StringBuilder(name.length());
        boolean start = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i) == '_' ? ' ' : name.charAt(i);
            words.append(start ? Character.toUpperCase(c) : c);
            start = c == ' ';
        }
        return words.toString();
    }
}
