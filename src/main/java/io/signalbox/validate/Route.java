package io.signalbox.validate;

/**
 * Which route is it, and does it run?
 *
 * @param id
 *            where its id stands, or null
 * @param enabled
 *            whether it starts by itself
 */
record Route(Part part, Part id, boolean enabled) {

    String name() {
        return id == null || id.text() == null ? "a route without id" : id.text();
    }

    static Route of(Part part, Settings settings) {
        Part start = part.at("autoStartup");
        String value = start == null || start.text() == null ? "true" : settings.resolve(start.text());
        return new Route(part, part.at("id"), !"false".equalsIgnoreCase(value));
    }
}
