package io.signalbox.validate;

import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Is every secret kept out of the routes? Whoever may read a route file, or its history, must not read a password. */
final class LiteralSecrets implements Rule {
    private static final String RULE = "literal-secret";
    /** An address without a user or a path, such as redis://localhost:6379, opens nothing. */
    private static final Pattern ADDRESS = Pattern.compile("[a-z]+://[^/@?]+/?");

    private static final Pattern SECRET_ADDRESS = Pattern.compile("://[^/@\\s:]+:[^/@\\s]+@|"
            + "hooks[.]slack[.]com/services/|discord(app)?[.]com/api/webhooks/|[.]webhook[.]office[.]com/");
    private static final Set<String> SECRET_HEADERS = Set.of("authorization", "proxy-authorization", "x-api-key",
            "api-key", "dd-api-key", "x-auth-token", "private-token", "cookie");

    private final Components components;

    LiteralSecrets(Components components) {
        this.components = components;
    }

    @Override
    public void check(RouteSet routes, Consumer<Finding> found) {
        for (Endpoint endpoint : routes.endpoints) {
            Kamelet kamelet = endpoint.scheme().equals("kamelet")
                    ? routes.kamelets.get(KameletProperties.name(endpoint))
                    : null;
            for (Endpoint.Option option : endpoint.options()) {
                boolean secret = kamelet == null
                        ? isSecret(endpoint.scheme(), option.name())
                        : kamelet.isSecret(option.name());
                if (secret && isLiteral(option.value())) {
                    found.accept(option.where().error(RULE, "docs/validate.md#secrets", option.name()
                            + " is a secret, and stands here for everybody to read; expected \"RAW({{NAME."
                            + kebab(option.name()) + ":}})\", and the secret in an environment variable"));
                }
            }
        }
        routes.endpoints.forEach(endpoint -> address(endpoint, found));
        routes.files.forEach(file -> headers(file, found));
        routes.kamelets.values().forEach(kamelet -> headers(kamelet.part(), found));
        properties(routes, found);
    }

    /** A password in an address, or an address that is one, as a webhook's. */
    private static void address(Endpoint endpoint, Consumer<Finding> found) {
        String address = endpoint.uri().text();
        if (!address.contains("{{") && SECRET_ADDRESS.matcher(address).find()) {
            found.accept(endpoint.uri().error(RULE, "docs/validate.md#secrets",
                    "the address holds a secret, and stands here for everybody to read; expected the Kamelet "
                            + "webhook-sink with \"url: RAW({{NAME.url:}})\", and the address in an environment variable"));
        }
    }

    private static void headers(Part part, Consumer<Finding> found) {
        String name = part.textAt("name");
        Part constant = part.at("constant");
        Part value = constant != null && constant.isMap() ? constant.at("expression") : constant;
        if (name != null && value != null && SECRET_HEADERS.contains(name.toLowerCase()) && isLiteral(value.text())) {
            found.accept(value.error(RULE, "docs/validate.md#secrets",
                    "the header " + name + " is a secret, and stands here for everybody to read; expected \"{{NAME."
                            + name.toLowerCase() + ":}}\", and the secret in an environment variable"));
        }
        part.members().forEach(member -> headers(member.value(), found));
        part.items().forEach(item -> headers(item, found));
    }

    private boolean isSecret(String scheme, String option) {
        return !scheme.contains("{") && components.exists(scheme)
                && components.of(scheme).path("properties").path(option).path("secret").asBoolean()
                // Camel masks these too; here they may be read.
                && !option.equals("username") && !option.equals("user");
    }

    private static boolean isLiteral(String value) {
        return value != null && !value.isBlank() && !value.contains("{{") && !value.startsWith("#")
                && !value.equals("RAW()")
                && !ADDRESS.matcher(value).matches();
    }

    /** The same in application.properties, for the properties that secrets are made of. */
    private void properties(RouteSet routes, Consumer<Finding> found) {
        for (Endpoint endpoint : routes.endpoints("kamelet")) {
            Kamelet kamelet = routes.kamelets.get(KameletProperties.name(endpoint));
            for (Endpoint.Option option : endpoint.options()) {
                if (kamelet != null && kamelet.isSecret(option.name()) && option.value() != null) {
                    Settings.placeholders(option.value())
                            .forEach(placeholder -> line(placeholder.name(), routes.settings, found));
                }
            }
        }
    }

    private static void line(String name, Settings settings, Consumer<Finding> found) {
        int number = 0;
        for (String line : settings.lines()) {
            number++;
            int equals = line.indexOf('=');
            if (equals > 0 && line.substring(0, equals).strip().equals(name)) {
                String value = line.substring(equals + 1).strip();
                if (!value.isEmpty() && !value.contains("${") && !ADDRESS.matcher(value).matches()) {
                    found.accept(new Finding(settings.file(), number, equals + 2, Finding.Level.ERROR, RULE,
                            name
                                    + " is a secret, and stands here for everybody to read; expected ${"
                                    + name.toUpperCase().replaceAll("[^A-Z0-9]", "_")
                                    + ":}, and the secret in that environment variable",
                            "docs/validate.md#secrets"));
                }
            }
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase();
    }
}
