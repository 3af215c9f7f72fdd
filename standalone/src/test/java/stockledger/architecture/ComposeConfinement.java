package stockledger.architecture;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Rules for docker-compose.yml: each service is bounded and has no rights that it does not need, and reaches few others. */
final class ComposeConfinement {

    /** Only the services of this repository talk to them. */
    private static final Set<String> STORES = Set.of("axon-server", "mongodb", "redis");

    private static final List<String> BOUNDS = List.of("mem_limit", "cpus", "pids_limit");

    private ComposeConfinement() {}

    static void addProblems(String name, Map<String, Object> service, List<String> problems) {
        for (String bound : BOUNDS) {
            if (!service.containsKey(bound)) {
                problems.add(name + " has no " + bound);
            }
        }
        if (!Boolean.TRUE.equals(service.get("read_only"))) {
            problems.add(name + " may write to its image: read_only is missing");
        }
        if (!Compose.texts(service, "cap_drop").equals(List.of("ALL"))) {
            problems.add(name + " keeps capabilities: cap_drop is not ALL");
        }
        if (!Compose.texts(service, "cap_add").isEmpty() || service.containsKey("privileged")) {
            problems.add(name + " is given capabilities");
        }
        if (!Compose.texts(service, "security_opt").contains("no-new-privileges:true")) {
            problems.add(name + " may gain privileges: no-new-privileges is missing");
        }
        // The images of the project name their user themselves.
        if (!service.containsKey("build")
                && !String.valueOf(service.get("user")).matches("[1-9]\\d*:\\d+")) {
            problems.add(name + " may run as root: it has no user");
        }
        if (!isLogBounded(service)) {
            problems.add(name + " keeps all logs: max-size or max-file is missing");
        }
    }

    private static boolean isLogBounded(Map<String, Object> service) {
        return service.get("logging") instanceof Map<?, ?> logging
                && logging.get("options") instanceof Map<?, ?> options
                && options.containsKey("max-size")
                && options.containsKey("max-file");
    }

    static void addNetworkProblems(
            Map<String, Map<String, Object>> services, Map<String, Object> networks, List<String> problems) {
        services.forEach((name, service) -> {
            List<String> joined = Compose.texts(service, "networks");
            if (joined.isEmpty()) {
                problems.add(name + " names no network, so it reaches every service without one");
            }
            joined.stream()
                    .filter(network -> !networks.containsKey(network))
                    .forEach(network -> problems.add(name + " joins an unknown network " + network));
            if (STORES.contains(name) || service.containsKey("build")) {
                return;
            }
            for (String store : STORES) {
                Set<String> shared = new TreeSet<>(joined);
                shared.retainAll(Compose.texts(services.getOrDefault(store, Map.of()), "networks"));
                shared.forEach(network -> problems.add(name + " reaches " + store + " on the network " + network));
            }
        });
        if (!(networks.get("stores") instanceof Map<?, ?> stores) || !Boolean.TRUE.equals(stores.get("internal"))) {
            problems.add("the network stores has a way out: it is not internal");
        }
    }
}
