package stockledger.architecture;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Names of meters: those that the dashboard and the alerts query, and those that a service exposes. */
final class Meters {

    private static final Pattern SELECTORS = Pattern.compile("\\{[^}]*}|\\b(?:by|without|on|ignoring)\\s*\\([^)]*\\)");

    /** A name with an underscore that is not a function. */
    private static final Pattern NAME = Pattern.compile("\\b[a-z]+(?:_[a-z0-9]+)+\\b(?!\\s*\\()");

    private static final Pattern EXPOSED = Pattern.compile("(?m)^([a-z_0-9]+)[{ ]");

    private Meters() {}

    /** The meters in a PromQL expression. */
    static Set<String> inExpression(String expression) {
        Matcher name = NAME.matcher(SELECTORS.matcher(expression).replaceAll(" "));
        Set<String> names = new TreeSet<>();
        while (name.find()) {
            names.add(name.group());
        }
        return names;
    }

    static Set<String> inDashboard(String json) {
        return new JsonMapper()
                .readTree(json).findValues("expr").stream()
                        .map(JsonNode::asString)
                        .flatMap(expression -> inExpression(expression).stream())
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    @SuppressWarnings("unchecked")
    static Set<String> inRules(String yaml) {
        Set<String> names = new TreeSet<>();
        var file = (Map<String, List<Map<String, Object>>>) new Yaml().load(yaml);
        for (var group : file.get("groups")) {
            for (var rule : (List<Map<String, Object>>) group.get("rules")) {
                names.addAll(inExpression(String.valueOf(rule.get("expr"))));
            }
        }
        return names;
    }

    /** The names of all samples in a scrape. */
    static Set<String> exposedIn(String scrape) {
        Matcher sample = EXPOSED.matcher(scrape);
        Set<String> names = new TreeSet<>();
        while (sample.find()) {
            names.add(sample.group(1));
        }
        return names;
    }
}
