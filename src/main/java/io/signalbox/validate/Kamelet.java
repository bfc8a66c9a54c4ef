package io.signalbox.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which properties has a kind of backend? */
record Kamelet(String name, Part part, Map<String, Part> properties, List<String> required) {

    /** The Kamelet of a file, or null where it has no name. */
    static Kamelet of(Part part) {
        String name = part.textAt("metadata", "name");
        if (name == null) {
            return null;
        }
        Map<String, Part> properties = new LinkedHashMap<>();
        Part declared = part.at("spec", "definition", "properties");
        if (declared != null) {
            declared.members().forEach(member -> properties.put(member.name(), member.value()));
        }
        List<String> required = new ArrayList<>();
        Part names = part.at("spec", "definition", "required");
        if (names != null) {
            names.items().forEach(item -> required.add(item.text()));
        }
        return new Kamelet(name, part, properties, required);
    }

    boolean isSecret(String property) {
        return properties.containsKey(property) && "password".equals(properties.get(property).textAt("format"));
    }

    /** Where a person reads on. */
    String help() {
        return "docs/backends.md";
    }
}
