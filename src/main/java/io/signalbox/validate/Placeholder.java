package io.signalbox.validate;

/**
 * What stands between {@code {{} and {@code }}}: the name of a property, and a value for want of one?
 *
 * @param environment
 *            whether it names an environment variable: {@code {{env:NAME}}}
 * @param optional
 *            whether what it stands in is left out for want of a value: {@code {{?name}}}
 * @param otherwise
 *            the value for want of one, or null
 * @param start
 *            where it begins in its text
 */
record Placeholder(String name, boolean environment, boolean optional, String otherwise, int start, int end) {

    static Placeholder parse(String inside, int start, int end) {
        boolean environment = inside.startsWith("env:");
        boolean optional = inside.startsWith("?");
        String rest = inside.substring(environment ? 4 : optional ? 1 : 0);
        int colon = rest.indexOf(':');
        return new Placeholder((colon < 0 ? rest : rest.substring(0, colon)).strip(), environment, optional,
                colon < 0 ? null : rest.substring(colon + 1), start, end);
    }
}
