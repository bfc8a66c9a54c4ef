package io.signalbox.validate;

/** In which line of a YAML file does something stand? */
public final class Places {
    private final Part root;

    private Places(Part root) {
        this.root = root;
    }

    /** @param text one that was found to be YAML */
    public static Places of(String file, String text) {
        return new Places(YamlText.read(file, text, finding -> {
            throw new IllegalArgumentException(finding.place() + ": " + finding.message());
        }));
    }

    /**
     * The line of what stands under these names and numbers, one in another, or of the nearest around it that is there.
     *
     * @param path
     *            names in maps, and places in lists from 0
     */
    public int line(Object... path) {
        Part part = root;
        int line = 1;
        for (Object step : path) {
            Part next = null;
            for (Part.Member member : part.members()) {
                if (member.name().equals(step)) {
                    next = member.value();
                    line = member.key().line();
                }
            }
            if (step instanceof Integer place && place < part.items().size()) {
                next = part.items().get(place);
                line = next.line();
            }
            if (next == null) {
                return line;
            }
            part = next;
        }
        return line;
    }
}
