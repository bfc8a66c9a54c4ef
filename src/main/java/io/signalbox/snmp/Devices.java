package io.signalbox.snmp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which devices are polled now? Those of {@code devices.yaml} with the profiles beside it, as they were when last they could be understood,
 * and over them those that were added and removed while it ran.
 */
final class Devices {
    private static final Logger LOG = LoggerFactory.getLogger(Devices.class);

    private final Path file;
    private final Path profileFolder;
    private final UnaryOperator<String> settings;
    private final Poller poller;
    private final Ledger ledger;
    private final DeviceOverlay overlay;
    private final Map<String, Profile> profiles = new HashMap<>();
    private final Map<String, String> profileTexts = new HashMap<>();
    private final Map<String, Polled> polled = new LinkedHashMap<>();
    private Map<Path, String> texts = Map.of();
    private volatile List<Mistake> mistakes = List.of();
    private Set<String> named = Set.of();
    private boolean unread = true;

    private record Polled(Device device, Profile profile) {
    }

    /**
     * @param overlay
     *            the devices that are added and removed while it runs
     */
    Devices(Path file, Path profileFolder, UnaryOperator<String> settings, Poller poller, Ledger ledger,
            DeviceOverlay overlay) {
        this.overlay = overlay;
        this.file = file;
        this.profileFolder = profileFolder;
        this.settings = settings;
        this.poller = poller;
        this.ledger = ledger;
    }

    /** What was wrong in the files when last they changed. */
    List<Mistake> mistakes() {
        return mistakes;
    }

    /** Looks whether the files have changed, and if so polls what they say now. */
    synchronized void refresh() {
        Map<Path, String> now = new LinkedHashMap<>();
        try {
            now.put(file, Files.readString(file));
            try (Stream<Path> files = Files.list(profileFolder)) {
                for (Path profile : files.filter(it -> it.toString().endsWith(".yaml")).sorted().toList()) {
                    now.put(profile, Files.readString(profile));
                }
            }
        } catch (IOException e) {
            now = Map.of(file, "");
            if (!texts.equals(now)) {
                LOG.error("The devices can't be read, those known are polled on: {} can't be read", e.getMessage());
                texts = now;
            }
            unread = true;
            return;
        }
        unread = false;
        if (!now.equals(texts)) {
            texts = now;
            read();
        }
    }

    /**
     * Changes the devices laid over the file's, if these are good then, and polls what is said now.
     *
     * @throws BadDevices
     *             where they would not be good; nothing has changed then
     */
    synchronized void change(UnaryOperator<DeviceOverlay.Laid> change) throws IOException {
        DeviceOverlay.Laid wanted = change.apply(overlay.laid());
        refresh();
        if (unread) {
            throw new IOException(file + " can't be read");
        }
        DevicesFile tried = DevicesFile.read(file.toString(), texts.get(file), settings, profiles.keySet());
        overlay.lay(tried, wanted);
        List<String> wrong = Stream.concat(tried.mistakes().stream(), tried.warnings().stream())
                .filter(mistake -> mistake.file().equals(DeviceOverlay.NAME)).map(Mistake::text).toList();
        if (!wrong.isEmpty()) {
            throw new BadDevices(wrong);
        }
        overlay.keep(wanted);
        read();
    }

    /** Whether the file names a device, and whether it is laid over it. */
    synchronized boolean isNamed(String id) {
        return named.contains(id);
    }

    DeviceOverlay.Laid laid() {
        return overlay.laid();
    }

    List<Line> lines() {
        return poller.lines();
    }

    private void read() {
        List<Mistake> found = new ArrayList<>();
        Set<String> names = profiles(found);
        DevicesFile read = DevicesFile.read(file.toString(), texts.get(file), settings, names);
        named = read.ids();
        overlay.lay(read);
        found.addAll(read.mistakes());
        read.warnings().forEach(warning -> LOG.warn("{}", warning));
        found.forEach(mistake -> LOG.error("{}", mistake));
        mistakes = List.copyOf(found);
        if (!read.readable()) {
            LOG.error("{}: not taken; the {} devices known before are polled on", file, polled.size());
            return;
        }
        Map<String, Polled> wanted = new LinkedHashMap<>();
        Set<String> bad = new HashSet<>(read.badIds());
        for (Device device : read.devices()) {
            if (profiles.containsKey(device.profile())) {
                wanted.put(device.id(), new Polled(device, profiles.get(device.profile())));
            } else {
                LOG.error("{} is not polled until its profile {} is right", device.id(), device.profile());
                bad.add(device.id());
            }
        }
        apply(wanted, bad, found.isEmpty() && bad.isEmpty());
        LOG.info("{}: {} devices are polled", file, polled.size());
    }

    /** Reads the profiles; one that is wrong now stays as it was. Returns the names of all. */
    private Set<String> profiles(List<Mistake> found) {
        Set<String> names = new HashSet<>();
        for (Path path : texts.keySet()) {
            if (!path.equals(file)) {
                String name = path.getFileName().toString().replace(".yaml", "");
                names.add(name);
                if (texts.get(path).equals(profileTexts.get(name))) {
                    continue;
                }
                Profile profile = ProfileFile.read(path.toString(), name, texts.get(path), found);
                if (profile != null) {
                    profiles.put(name, profile);
                    profileTexts.put(name, texts.get(path));
                }
            }
        }
        profiles.keySet().retainAll(names);
        profileTexts.keySet().retainAll(names);
        return names;
    }

    /**
     * @param bad
     *            devices that are named wrongly: those known before are polled on
     * @param faultless
     *            only files without a mistake are believed that a device is gone for good
     */
    private void apply(Map<String, Polled> wanted, Set<String> bad, boolean faultless) {
        Set<String> gone = new HashSet<>(polled.keySet());
        gone.removeAll(wanted.keySet());
        gone.removeAll(bad);
        for (String id : gone) {
            polled.remove(id);
            if (faultless) {
                poller.dismiss(id);
            } else {
                poller.stop(id);
            }
        }
        wanted.forEach((id, it) -> {
            if (!Objects.equals(it, polled.put(id, it))) {
                poller.start(it.device(), it.profile());
            }
        });
        if (faultless) {
            ledger.devices().stream().filter(id -> !polled.containsKey(id)).forEach(poller::dismiss);
        }
    }
}
