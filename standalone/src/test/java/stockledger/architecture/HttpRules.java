package stockledger.architecture;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaEnumConstant;
import com.tngtech.archunit.core.domain.JavaMethod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** GET belongs to the query side, every other verb to the command side; the exceptions are named here. */
final class HttpRules {

    /** Queries whose parameters are too long for a URL, and what operators do to read models and their events. */
    private static final Set<String> QUERY_SIDE_EXCEPTIONS =
            Set.of("POST /v1/availability", "POST /v1/count-causes", "POST /v1/admin/", "PATCH /v1/admin/");

    /** The error page of the servlet container renders any verb. */
    private static final Set<String> ANY_VERB = Set.of("* /error");

    /**
     * A SKU {@code facets} is refused. {@code stream} is an address only with the parameter {@code sku}, which the page of a
     * product has not. {@code retry} is beside names of projections, which are ours. Ids of events are UUIDs.
     */
    private static final Set<String> NAMED_LIKE_AN_ID =
            Set.of("/v1/products/facets", "/v1/products/stream", "/v1/admin/parked/retry", "/v1/admin/events/stream");

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private static final String MAPPINGS = "org.springframework.web.bind.annotation.";

    private HttpRules() {}

    static List<Rule> of(String root) {
        return List.of(
                Rule.of("GET only on the query side", classes -> commandVerbs(classes, root)),
                Rule.of("other verbs only on the command side", classes -> getRoutes(classes, root)),
                Rule.of("every route names its verb", classes -> withoutVerb(classes, root)),
                Rule.of("every route has an ApiContract", classes -> withoutContract(classes, root)),
                Rule.of("no address is named like an id", classes -> namedLikeAnId(classes, root)));
    }

    /**
     * An address such as {@code /v1/products/facets} hides the page of a product with this id. A new address beside an id
     * has a character that no id may have.
     */
    private static List<String> namedLikeAnId(JavaClasses classes, String root) {
        Map<String, String> routes = new TreeMap<>();
        for (String route : routes(classes, root, false)) {
            String[] words = route.split(" ", 3);
            for (String path : words[1].split(",", -1)) {
                routes.put(path.replaceAll("\\{[^}]*}", "{}"), route);
            }
        }
        List<String> found = new ArrayList<>();
        routes.forEach((path, route) -> {
            int slash = path.lastIndexOf('/');
            boolean isBesideAnId = routes.keySet().stream()
                    .anyMatch(other -> (other + "/").startsWith(path.substring(0, slash + 1) + "{}/"));
            if (isBesideAnId && ID.matcher(path.substring(slash + 1)).matches() && !NAMED_LIKE_AN_ID.contains(path)) {
                found.add(route);
            }
        });
        return found;
    }

    private static List<String> commandVerbs(JavaClasses classes, String root) {
        return routes(classes, root + ".query", true).stream()
                .filter(route -> !route.startsWith("GET ") && !route.startsWith("* "))
                .filter(route -> QUERY_SIDE_EXCEPTIONS.stream().noneMatch(route::startsWith))
                .toList();
    }

    private static List<String> getRoutes(JavaClasses classes, String root) {
        return routes(classes, root + ".command", true).stream()
                .filter(route -> route.startsWith("GET ") || route.startsWith("HEAD "))
                .toList();
    }

    private static List<String> withoutVerb(JavaClasses classes, String root) {
        return routes(classes, root, false).stream()
                .filter(route -> route.startsWith("* "))
                .filter(route -> ANY_VERB.stream().noneMatch(route::startsWith))
                .toList();
    }

    /**
     * The OpenAPI description is built from the contracts. The console's files and the baselines that trials serve are not part of
     * the API.
     */
    private static List<String> withoutContract(JavaClasses classes, String root) {
        List<String> found = new ArrayList<>();
        for (JavaClass type : classes) {
            String name = type.getPackageName();
            boolean isOfTheApi = !name.startsWith(root + ".trials.") && !name.equals(root + ".query.console");
            if (name.startsWith(root + ".") && isOfTheApi) {
                for (JavaMethod method : type.getMethods()) {
                    boolean hasContract = method.getAnnotations().stream()
                            .anyMatch(annotation ->
                                    annotation.getRawType().getSimpleName().equals("ApiContract"));
                    if (!hasContract) {
                        routesOf(type, method).stream()
                                .filter(route -> !route.startsWith("* /error"))
                                .forEach(found::add);
                    }
                }
            }
        }
        return found;
    }

    /** Every route as "VERB path in method"; a star where no verb is named. */
    static List<String> routes(JavaClasses classes, String below, boolean required) {
        List<String> routes = new ArrayList<>();
        for (JavaClass type : classes) {
            if (type.getPackageName().startsWith(below + ".")) {
                for (JavaMethod method : type.getMethods()) {
                    routes.addAll(routesOf(type, method));
                }
            }
        }
        if (required && routes.isEmpty()) {
            throw new IllegalStateException("no route in " + below + ": the rule checks nothing");
        }
        return routes;
    }

    private static List<String> routesOf(JavaClass type, JavaMethod method) {
        List<String> routes = new ArrayList<>();
        for (JavaAnnotation<JavaMethod> annotation : method.getAnnotations()) {
            String name = annotation.getRawType().getName();
            if (name.startsWith(MAPPINGS) && name.endsWith("Mapping")) {
                Set<String> verbs = new TreeSet<>();
                if (name.endsWith(".RequestMapping")) {
                    for (Object verb : (Object[]) annotation.get("method").orElse(new Object[0])) {
                        verbs.add(((JavaEnumConstant) verb).name());
                    }
                } else {
                    verbs.add(name.substring(MAPPINGS.length(), name.length() - "Mapping".length())
                            .toUpperCase(java.util.Locale.ROOT));
                }
                if (verbs.isEmpty()) {
                    verbs.add("*");
                }
                verbs.forEach(verb ->
                        routes.add(verb + " " + prefix(type) + paths(annotation) + " in " + method.getFullName()));
            }
        }
        return routes;
    }

    private static String prefix(JavaClass type) {
        return type.tryGetAnnotationOfType(MAPPINGS + "RequestMapping")
                .map(HttpRules::paths)
                .orElse("");
    }

    private static String paths(JavaAnnotation<?> annotation) {
        String[] value = (String[]) annotation.get("value").orElse(new String[0]);
        String[] path = (String[]) annotation.get("path").orElse(new String[0]);
        return String.join(",", Arrays.asList(value.length > 0 ? value : path));
    }
}
