package io.signalbox.validate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.signalbox.event.Catalogue;
import io.signalbox.snmp.Mistake;
import io.signalbox.snmp.SnmpFiles;
import io.signalbox.validate.Finding.Level;

/** What is wrong in a folder of routes? Everything, in one pass; nothing is started and nothing is opened for it. */
public final class Validation {
    /** How the name of a file of tests ends. */
    public static final String TESTS = ".test.yaml";
    private static final String NAMES = "docs/validate.md#files";

    private final Schema routeSchema = Schema.ofRoutes();
    private final Schema kameletSchema = Schema.ofKamelets();
    private final Schema testSchema = Schema.ofTests();
    private final Components components = new Components();
    private final Expressions expressions = new Expressions();
    private final Catalogue catalogue;
    private final Beans beans;
    /** What was read last, to be read only once while it stays the same. */
    private SoftReference<Map<String, Read>> before = new SoftReference<>(Map.of());

    /**
     * A file by itself.
     *
     * @param root
     *            null where it has none
     * @param found
     *            what is wrong with its form
     */
    private record Read(String text, Part root, List<Finding> found) {
    }

    public Validation(Catalogue catalogue) {
        this(catalogue, name -> false);
    }

    /** @param running whether the application that runs has a bean of this name */
    public Validation(Catalogue catalogue, Predicate<String> running) {
        this.catalogue = catalogue;
        this.beans = new Beans(running);
    }

    /** The YAML files of a folder, those of its sub-directories too, by their paths. */
    public static Map<String, String> read(Path folder) {
        Map<String, String> texts = new TreeMap<>();
        try {
            for (Path file : YamlFiles.in(folder)) {
                texts.put(file.toString(), YamlFiles.text(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    /**
     * @param texts
     *            files by their paths
     * @return in the order of the files and their lines
     */
    public synchronized List<Finding> check(Map<String, String> texts, Settings settings) {
        List<Finding> found = new ArrayList<>();
        List<Part> routes = new ArrayList<>();
        List<Part> kamelets = new ArrayList<>();
        List<Part> tests = new ArrayList<>();
        Map<String, Read> all = new HashMap<>();
        SnmpFiles snmp = new SnmpFiles();
        texts.forEach((file, text) -> {
            if (file.endsWith(".camel.yaml")) {
                note(file, read(file, text, this::route), all, routes, found);
            } else if (file.endsWith(".kamelet.yaml")) {
                note(file, read(file, text, this::kamelet), all, kamelets, found);
            } else if (file.endsWith(TESTS)) {
                note(file, read(file, text, this::tests), all, tests, found);
            } else if (isProfile(file)) {
                snmp.profile(file, name(file).replaceFirst("[.]yaml$", ""), text);
            } else if (!isDevices(file)) {
                found.add(new Finding(file, 1, 1, Level.WARNING, "unread-file",
                        "nobody reads this file; expected a name that ends in "
                                + ".camel.yaml, .kamelet.yaml or .test.yaml, devices.yaml, or a place in profiles/",
                        NAMES));
            }
        });
        before = new SoftReference<>(all);
        texts.forEach((file, text) -> {
            if (isDevices(file)) {
                snmp.devices(file, text, settings::value);
            }
        });
        snmp.mistakes().forEach(mistake -> found.add(finding(mistake, Level.ERROR)));
        snmp.warnings().forEach(mistake -> found.add(finding(mistake, Level.WARNING)));
        RouteSet set = new RouteSet(routes, kamelets, settings);
        rules(snmp, tests).forEach(rule -> rule.check(set, found::add));
        return List.copyOf(new TreeSet<>(found));
    }

    /** What is wrong with the form of a file of tests. */
    public List<Finding> checkTests(String file, String text) {
        return read(file, text, this::tests).found();
    }

    private static void note(String file, Read read, Map<String, Read> all, List<Part> roots, List<Finding> found) {
        all.put(file, read);
        found.addAll(read.found());
        if (read.root() != null) {
            roots.add(read.root());
        }
    }

    private Read read(String file, String text, BiConsumer<Part, Consumer<Finding>> form) {
        Map<String, Read> known = before.get();
        Read same = known == null ? null : known.get(file);
        if (same != null && same.text().equals(text)) {
            return same;
        }
        List<Finding> found = new ArrayList<>();
        Part root = YamlText.read(file, text, found::add);
        if (root != null) {
            form.accept(root, found::add);
        }
        return new Read(text, root, found);
    }

    private void tests(Part root, Consumer<Finding> found) {
        testSchema.check(root, found);
    }

    private List<Rule> rules(SnmpFiles snmp, List<Part> tests) {
        return List.of(new RouteIds(), new DirectEnds(), new KameletProperties(), new ComponentOptions(components),
                new BusSubscriptions(), new ChannelNames(), new EventTypes(catalogue, snmp.types()),
                new LiteralSecrets(components), new DynamicEndpoints(), new UnsetSettings(), new ThrottleRates(),
                expressions, new EndOfOpsgenie(), new AutoStartup(), new UnusedSettings(), beans,
                new StepValues(), new KameletDeclarations(), new TestedNames(tests));
    }

    private void route(Part root, Consumer<Finding> found) {
        routeSchema.check(root, found);
    }

    private void kamelet(Part root, Consumer<Finding> found) {
        String file = root.file();
        kameletSchema.check(root, found);
        for (String name : List.of("beans", "from", "route")) {
            Part part = root.at("spec", "template", name);
            if (part != null) {
                routeSchema.check(part, name, found);
            }
        }
        Part name = root.at("metadata", "name");
        if (name != null && !name(file).equals(name.text() + ".kamelet.yaml")) {
            found.accept(name.error("kamelet-name", NAMES,
                    "the name is \"" + name.text() + "\"; expected that of the file, \""
                            + name(file).replace(".kamelet.yaml", "") + "\", by which Camel looks for it"));
        }
        if (!file.contains("kamelets/")) {
            found.accept(root.error("kamelet-place", NAMES,
                    "Camel does not look for a Kamelet here; expected kamelets/" + name(file)));
        }
    }

    private static String name(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    private static boolean isProfile(String file) {
        return file.endsWith(".yaml") && file.contains("profiles/");
    }

    private static boolean isDevices(String file) {
        return name(file).matches("devices([.].*)?[.]yaml");
    }

    private static Finding finding(Mistake mistake, Level level) {
        boolean profile = isProfile(mistake.file());
        return new Finding(mistake.file(), mistake.line(), mistake.column(), level, profile ? "profile" : "devices",
                mistake.text(), profile ? "routes/profiles/printer.yaml" : "routes/devices.yaml");
    }
}
