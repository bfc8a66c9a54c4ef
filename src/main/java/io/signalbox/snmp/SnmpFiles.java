package io.signalbox.snmp;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** What is wrong in the files that say who is polled, and how, before anybody is? */
public final class SnmpFiles {
    private final List<Mistake> mistakes = new ArrayList<>();
    private final List<Mistake> warnings = new ArrayList<>();
    private final Set<String> types = new TreeSet<>();
    private final Set<String> profiles = new TreeSet<>();

    /** Reads a profile. */
    public void profile(String file, String name, String text) {
        profiles.add(name);
        Profile profile = ProfileFile.read(file, name, text, mistakes);
        if (profile != null) {
            types.addAll(profile.types());
        }
    }

    /**
     * Reads who is polled, after the profiles.
     *
     * @param settings
     *            what {@code ${NAME}} stands for, or null
     */
    public void devices(String file, String text, UnaryOperator<String> settings) {
        DevicesFile read = DevicesFile.read(file, text, settings, profiles);
        mistakes.addAll(read.mistakes());
        warnings.addAll(read.warnings());
    }

    public List<Mistake> mistakes() {
        return mistakes;
    }

    /** What works, but should be put right. */
    public List<Mistake> warnings() {
        return warnings;
    }

    /** The types of events that the profiles can produce. */
    public Set<String> types() {
        return types;
    }
}
