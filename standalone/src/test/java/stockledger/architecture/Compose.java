package stockledger.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/**
 * Rules for docker-compose.yml: known variables, pinned images, health checks, ports on the loopback address only. What a
 * service may do is in {@link ComposeConfinement}, and where passwords are in {@link ComposeSecrets}.
 */
final class Compose {

    private static final Pattern PINNED =
            Pattern.compile("[a-z0-9./-]+:v?\\d+(\\.\\d+)+[A-Za-z0-9._-]*(@sha256:[0-9a-f]{64})?");
    private static final Pattern LOCAL = Pattern.compile("127\\.0\\.0\\.1:\\d+:\\d+");

    /** Variables that the JVM and the C library read. */
    private static final Set<String> OF_THE_PLATFORM =
            Set.of("JDK_JAVA_OPTIONS", "MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_");

    /** Variables of third-party images, from their documentation. */
    private static final Set<String> OF_THIRD_PARTIES = Set.of(
            "AXONIQ_AXONSERVER_NAME",
            "AXONIQ_AXONSERVER_HOSTNAME",
            "MONGO_INITDB_ROOT_USERNAME",
            "MONGO_INITDB_ROOT_PASSWORD_FILE",
            "GF_SECURITY_ADMIN_PASSWORD__FILE",
            "GF_SECURITY_COOKIE_SAMESITE",
            "GF_AUTH_ANONYMOUS_ENABLED",
            "GF_AUTH_BASIC_ENABLED",
            "GF_USERS_ALLOW_SIGN_UP",
            "GF_ANALYTICS_REPORTING_ENABLED",
            "GF_ANALYTICS_CHECK_FOR_UPDATES",
            "GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES",
            "GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH");

    private final Map<String, Map<String, Object>> services;
    private final Map<String, Object> volumes;
    private final Map<String, Object> networks;
    private final Map<String, Object> secrets;

    @SuppressWarnings("unchecked")
    private Compose(Map<String, Object> file) {
        this.services = (Map<String, Map<String, Object>>) file.get("services");
        this.volumes = (Map<String, Object>) file.getOrDefault("volumes", Map.of());
        this.networks = (Map<String, Object>) file.getOrDefault("networks", Map.of());
        this.secrets = (Map<String, Object>) file.getOrDefault("secrets", Map.of());
    }

    static Compose read(String text) {
        return new Compose(new Yaml().load(text));
    }

    Set<String> names() {
        return services.keySet();
    }

    /** Files of the repository that services mount. */
    List<String> mounted() {
        return services.values().stream()
                .flatMap(service -> texts(service, "volumes").stream())
                .filter(volume -> volume.startsWith("./"))
                .map(volume -> volume.substring(2, volume.indexOf(':')))
                .toList();
    }

    /** The files that secrets are read from, below the folder of the project. */
    @SuppressWarnings("unchecked")
    List<String> secretFiles() {
        return secrets.values().stream()
                .map(secret -> String.valueOf(((Map<String, Object>) secret).get("file")))
                .toList();
    }

    /** The environment of a service. */
    @SuppressWarnings("unchecked")
    Map<String, Object> environment(String service) {
        return (Map<String, Object>) services.get(service).getOrDefault("environment", Map.of());
    }

    /**
     * The violations, one line each.
     *
     * @param properties every property of the applications, such as {@code spring.mongodb.uri}
     */
    List<String> problems(Set<String> properties) {
        List<String> problems = new ArrayList<>();
        services.forEach((name, service) -> {
            boolean ours = service.containsKey("build");
            environment(name).keySet().stream()
                    .filter(variable -> ours
                            ? !OF_THE_PLATFORM.contains(variable)
                                    && properties.stream().noneMatch(property -> variable.equals(variableOf(property)))
                            : !OF_THIRD_PARTIES.contains(variable))
                    .forEach(variable -> problems.add(name + " sets " + variable + ", which is unknown"));
            if (!PINNED.matcher(String.valueOf(service.get("image"))).matches()) {
                problems.add(name + " has no pinned image: " + service.get("image"));
            }
            if (!service.containsKey("healthcheck")) {
                problems.add(name + " has no health check");
            }
            texts(service, "ports").stream()
                    .filter(port -> !LOCAL.matcher(port).matches())
                    .forEach(port -> problems.add(name + " publishes " + port + " beyond the loopback address"));
            texts(service, "volumes").stream()
                    .map(volume -> volume.substring(0, volume.indexOf(':')))
                    .filter(volume -> !volume.startsWith("./") && !volumes.containsKey(volume))
                    .forEach(volume -> problems.add(name + " mounts an unknown volume " + volume));
            dependencyProblems(name, service, problems);
            ComposeConfinement.addProblems(name, service, problems);
        });
        ComposeConfinement.addNetworkProblems(services, networks, problems);
        ComposeSecrets.addProblems(services, secrets, problems);
        return problems;
    }

    @SuppressWarnings("unchecked")
    private void dependencyProblems(String name, Map<String, Object> service, List<String> problems) {
        Object needed = service.getOrDefault("depends_on", Map.of());
        if (!(needed instanceof Map)) {
            problems.add(name + " does not wait for health");
            return;
        }
        ((Map<String, Map<String, Object>>) needed).forEach((other, how) -> {
            boolean checked = services.containsKey(other) && services.get(other).containsKey("healthcheck");
            if (!checked || !"service_healthy".equals(how.get("condition"))) {
                problems.add(name + " does not wait for the health of " + other);
            }
        });
    }

    @SuppressWarnings("unchecked")
    static List<String> texts(Map<String, Object> service, String key) {
        return ((List<Object>) service.getOrDefault(key, List.of()))
                .stream().map(String::valueOf).toList();
    }

    /** The environment variable of a Spring property: dots become underscores, hyphens are removed. */
    static String variableOf(String property) {
        return property.replace("-", "").replace('.', '_').toUpperCase(java.util.Locale.ROOT);
    }
}
