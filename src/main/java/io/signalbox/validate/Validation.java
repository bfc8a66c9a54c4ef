package io.signalbox.validate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
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
    public List<Finding> check(Map<String, String> texts, Settings settings) {
        List<Finding> found = new ArrayList<>();
        List<Part> routes = new ArrayList<>();
        List<Part> kamelets = new ArrayList<>();
        List<Part> tests = new ArrayList<>();
        SnmpFiles snmp = new SnmpFiles();
        texts.forEach((file, text) -> {
            if (file.endsWith(".camel.yaml")) {
                route(file, text, routes, found);
            } else if (file.endsWith(".kamelet.yaml")) {
                kamelet(file, text, kamelets, found);
            } else if (file.endsWith(TESTS)) {
                tests(file, text, tests, found);
            } else if (isProfile(file)) {
                snmp.profile(file, name(file).replaceFirst("[.]yaml$", ""), text);
            } else if (!isDevices(file)) {
                found.add(new Finding(file, 1, 1, Level.WARNING, "unread-file",
                        "nobody reads this file; expected a name that ends in "
                                + ".camel.yaml, .kamelet.yaml or .test.yaml, devices.yaml, or a place in profiles/",
                        NAMES));
            }
        });
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
        List<Finding> found = new ArrayList<>();
        tests(file, text, new ArrayList<>(), found);
        return found;
    }

    private void tests(String file, String text, List<Part> tests, List<Finding> found) {
        Part root = YamlText.read(file, text, found::add);
        if (root != null) {
            testSchema.check(root, found::add);
            tests.add(root);
        }
    }

    private List<Rule> rules(SnmpFiles snmp, List<Part> tests) {
        return List.of(new RouteIds(), new DirectEnds(), new KameletProperties(), new ComponentOptions(components),
                new BusSubscriptions(), new ChannelNames(), new EventTypes(catalogue, snmp.types()),
                new LiteralSecrets(components), new DynamicEndpoints(), new UnsetSettings(), new ThrottleRates(),
                expressions, new EndOfOpsgenie(), new AutoStartup(), new UnusedSettings(), beans,
                new StepValues(), new KameletDeclarations(), new TestedNames(tests));
    }

    private void route(String file, String text, List<Part> routes, List<Finding> found) {
        Part root = YamlText.read(file, text, found::add);
        if (root != null) {
            routeSchema.check(root, found::add);
            routes.add(root);
        }
    }

    private void kamelet(String file, String text, List<Part> kamelets, List<Finding> found) {
        Part root = YamlText.read(file, text, found::add);
        if (root == null) {
            return;
        }
        kameletSchema.check(root, found::add);
        for (String name : List.of("beans", "from", "route")) {
            Part part = root.at("spec", "template", name);
            if (part != null) {
                routeSchema.check(part, name, found::add);
            }
        }
        Part name = root.at("metadata", "name");
        if (name != null && !name(file).equals(name.text() + ".kamelet.yaml")) {
            found.add(name.error("kamelet-name", NAMES,
                    "the name is \"" + name.text() + "\"; expected that of the file, \""
                            + name(file).replace(".kamelet.yaml", "") + "\", by which Camel looks for it"));
        }
        if (!file.contains("kamelets/")) {
            found.add(root.error("kamelet-place", NAMES,
                    "Camel does not look for a Kamelet here; expected kamelets/" + name(file)));
        }
        kamelets.add(root);
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
