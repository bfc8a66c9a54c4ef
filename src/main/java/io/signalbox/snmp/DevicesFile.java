package io.signalbox.snmp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Which devices does {@code devices.yaml} name, and what in it is wrong? A bad device does not keep the others from being polled. */
final class DevicesFile {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final String file;
    private final UnaryOperator<String> settings;
    private final Set<String> profiles;
    private final List<Mistake> mistakes = new ArrayList<>();
    private final List<Mistake> warnings = new ArrayList<>();
    private final List<Device> devices = new ArrayList<>();
    private final Set<String> badIds = new HashSet<>();
    private Map<String, Yaml> defaults = Map.of();
    private boolean readable = true;

    private DevicesFile(String file, UnaryOperator<String> settings, Set<String> profiles) {
        this.file = file;
        this.settings = settings;
        this.profiles = profiles;
    }

    /**
     * @param settings
     *            what {@code ${NAME}} stands for: the value of an environment variable or property, or null
     * @param profiles
     *            the names that a device's profile may have
     */
    static DevicesFile read(String file, String text, UnaryOperator<String> settings, Set<String> profiles) {
        DevicesFile read = new DevicesFile(file, settings, profiles);
        read.root(Yaml.read(file, text, read.mistakes));
        return read;
    }

    List<Device> devices() {
        return devices;
    }

    /** What is wrong; a mistake in the defaults, which every device shares, stands here once. */
    List<Mistake> mistakes() {
        return List.copyOf(new LinkedHashSet<>(mistakes));
    }

    /** What is polled all the same, but should be put right. */
    List<Mistake> warnings() {
        return List.copyOf(new LinkedHashSet<>(warnings));
    }

    /** The ids of all devices that are named, rightly or wrongly. */
    Set<String> ids() {
        Set<String> ids = new HashSet<>(badIds);
        devices.forEach(device -> ids.add(device.id()));
        return ids;
    }

    /** The ids of devices that are named, but wrongly. */
    Set<String> badIds() {
        return badIds;
    }

    /** Whether the file could be understood at all; when not, it says nothing of any device. */
    boolean readable() {
        return readable;
    }

    private void root(Yaml root) {
        if (root == null) {
            readable = mistakes.isEmpty();
            return;
        }
        if (!root.isMap()) {
            root.mistake("the file is " + root.kind() + "; expected \"defaults:\" and \"devices:\"");
            readable = false;
            return;
        }
        Map<String, Yaml> members = root.members("the file", List.of("defaults", "devices"));
        defaults = members.containsKey("defaults")
                ? members.get("defaults").members("defaults", DeviceFields.NAMES)
                : Map.of();
        Yaml list = members.get("devices");
        if (list != null && !list.isList()) {
            list.mistake("devices is " + list.kind() + "; expected a list, whose items begin with \"- id: …\"");
            readable = false;
        } else if (list != null) {
            Map<String, Integer> lines = new LinkedHashMap<>();
            list.items().forEach(item -> device(file, item, lines));
        }
    }

    /**
     * Lays devices over those of the file: in the place of one that has the same id, or beside them. They have the file's defaults.
     *
     * @param removed
     *            ids of devices that are to be gone
     */
    void lay(String name, String text, Set<String> removed) {
        Yaml list = Yaml.read(name, text, mistakes);
        Map<String, Integer> lines = new LinkedHashMap<>();
        Set<String> before = new HashSet<>(removed);
        int own = devices.size();
        list.items().forEach(item -> device(name, item, lines));
        before.addAll(lines.keySet());
        devices.subList(0, own).removeIf(device -> before.contains(device.id()));
        badIds.removeAll(removed);
    }

    private void device(String file, Yaml item, Map<String, Integer> lines) {
        int before = mistakes.size();
        List<String> names = new ArrayList<>(List.of("id", "name"));
        names.addAll(DeviceFields.NAMES);
        Map<String, Yaml> own = item.members("a device", names);
        String id = own.containsKey("id") ? own.get("id").text("id") : null;
        if (id == null && item.isMap()) {
            item.mistake("a device has no \"id\"; expected the name that its events carry, such as \"id: hp-101\"");
        } else if (id != null && !ID.matcher(id).matches()) {
            own.get("id").mistake("id is \"" + id + "\"; expected letters, digits, \".\", \"_\" and \"-\"");
        } else if (id != null && lines.putIfAbsent(id, item.line()) != null) {
            own.get("id").mistake("a device \"" + id + "\" stands in line " + lines.get(id)
                    + " already; expected a name of its own for each");
        }
        Map<String, Yaml> all = new LinkedHashMap<>(defaults);
        all.putAll(own);
        Device device = new DeviceFields(file, item, id, all, settings, profiles, warnings).device();
        if (mistakes.size() == before) {
            devices.add(device);
        } else if (id != null) {
            badIds.add(id);
        }
    }
}
