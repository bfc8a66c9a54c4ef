package io.signalbox.validate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import jakarta.inject.Named;

import org.apache.camel.BindToRegistry;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Index;
import org.jboss.jandex.Indexer;
import org.jboss.logging.Logger;

/**
 * Which classes does this application bring, and which of them are beans that routes may name? Found in its own files, so that nothing has to be started for it;
 * where it has none, as in a native binary, nobody knows.
 */
final class AppClasses {
    private static final Logger LOG = Logger.getLogger(AppClasses.class);
    private static final List<DotName> NAMING = List.of(DotName.createSimple(Named.class.getName()),
            DotName.createSimple(BindToRegistry.class.getName()));
    private static final String SUFFIX = ".class";

    private final Set<String> names = new TreeSet<>();
    private final Map<String, String> beans = new TreeMap<>();

    private AppClasses() {
    }

    static AppClasses find() {
        AppClasses classes = new AppClasses();
        String own = AppClasses.class.getName().replace('.', '/') + SUFFIX;
        URL place = AppClasses.class.getClassLoader().getResource(own);
        try {
            if (place != null && place.getProtocol().equals("file")) {
                classes.folder(Path.of(URI.create(place.toString().replace(own, ""))));
            } else if (place != null && place.getProtocol().equals("jar")) {
                classes.jar(Path.of(new URI(place.getPath().replaceFirst("!/.*", ""))));
            }
        } catch (IOException | URISyntaxException | IllegalArgumentException e) {
            // Then it is as if there were none: a bean that is missing is found out when the routes are built.
            LOG.debugf(e, "the classes of the application are not at %s", place);
        }
        return classes;
    }

    /** Those of the application, by their whole names. */
    Set<String> names() {
        return names;
    }

    /** Their classes by their names; none where that is not known. */
    Map<String, String> beans() {
        return beans;
    }

    /** Any class that a route may name, or null where there is none. */
    static Class<?> named(String name) {
        try {
            return Class.forName(name, false, AppClasses.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    private void folder(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(each -> each.toString().endsWith(SUFFIX)).toList()) {
                note(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
    }

    private void jar(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            for (JarEntry entry : jar.stream().filter(each -> each.getName().endsWith(SUFFIX)).toList()) {
                try (InputStream bytes = jar.getInputStream(entry)) {
                    note(entry.getName(), bytes.readAllBytes());
                }
            }
        }
    }

    /** Only a class in which an annotation is mentioned is worth a closer look; none is loaded for it. */
    private void note(String file, byte[] bytes) throws IOException {
        String name = file.substring(0, file.length() - SUFFIX.length()).replace('/', '.');
        if (!name.contains("$")) {
            names.add(name);
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (NAMING.stream().anyMatch(each -> text.contains("L" + each.toString('/') + ";"))) {
            Indexer indexer = new Indexer();
            indexer.index(new ByteArrayInputStream(bytes));
            Index index = indexer.complete();
            NAMING.forEach(each -> index.getAnnotations(each).forEach(this::note));
        }
    }

    private void note(AnnotationInstance annotation) {
        AnnotationTarget target = annotation.target();
        String name = annotation.value() == null ? "" : annotation.value().asString();
        switch (target.kind()) {
            case CLASS -> note(name, target.asClass().simpleName(), target.asClass().name());
            case METHOD -> note(name, target.asMethod().name(), target.asMethod().returnType().name());
            case FIELD -> note(name, target.asField().name(), target.asField().type().name());
            default -> {
                // Where something is wanted by its name, it is not made.
            }
        }
    }

    private void note(String name, String usual, DotName type) {
        beans.put(name.isEmpty() ? Character.toLowerCase(usual.charAt(0)) + usual.substring(1) : name,
                type.toString());
    }
}
