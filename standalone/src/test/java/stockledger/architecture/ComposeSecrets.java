package stockledger.architecture;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Rules for docker-compose.yml: every store and dashboard asks for a secret, and each secret is a file outside of git. */
final class ComposeSecrets {

    static final String FOLDER = "./deploy/secrets/";

    private static final Pattern SECRET_NAME = Pattern.compile("PASSWORD|TOKEN|SECRET|CREDENTIAL|API_?KEY");

    /** A placeholder that Spring replaces by the content of a file, since Compose would replace a single dollar sign. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\$\\{[a-z-]+}");

    private static final Pattern STORE_URI = Pattern.compile("(mongodb|rediss?)://(?<userinfo>[^/@]*@)?.*");

    /** What makes each store and dashboard ask for a password, in its part of the file. */
    private static final Map<String, List<String>> REQUIRED = Map.of(
            "axon-server", List.of("axon-server.properties", "/axonserver/config/axonserver.properties"),
            "mongodb", List.of("--keyFile", "MONGO_INITDB_ROOT_PASSWORD_FILE=/run/secrets/"),
            "redis", List.of("--aclfile", "/run/secrets/redis-users.acl", "--maxmemory,", "--maxmemory-policy,"),
            "command-side", List.of("STOCKLEDGER_SECURITY_BOOTSTRAPKEYFILE=/run/secrets/bootstrap-key"),
            "query-side", List.of("STOCKLEDGER_SECURITY_BOOTSTRAPKEYFILE=/run/secrets/bootstrap-key"),
            "prometheus", List.of("metrics-key"),
            "grafana",
                    List.of(
                            "GF_SECURITY_ADMIN_PASSWORD__FILE=/run/secrets/",
                            "GF_AUTH_ANONYMOUS_ENABLED=false",
                            "GF_AUTH_BASIC_ENABLED=false"));

    private ComposeSecrets() {}

    @SuppressWarnings("unchecked")
    static void addProblems(
            Map<String, Map<String, Object>> services, Map<String, Object> secrets, List<String> problems) {
        Set<String> unused = new HashSet<>(secrets.keySet());
        services.forEach((name, service) -> {
            for (Object secret : (List<Object>) service.getOrDefault("secrets", List.of())) {
                String source = String.valueOf(secret instanceof Map<?, ?> mounted ? mounted.get("source") : secret);
                unused.remove(source);
                if (!secrets.containsKey(source)) {
                    problems.add(name + " uses an unknown secret " + source);
                }
            }
            ((Map<String, Object>) service.getOrDefault("environment", Map.of()))
                    .forEach((variable, value) -> variableProblems(name, variable, String.valueOf(value), problems));
            for (String required : REQUIRED.getOrDefault(name, List.of())) {
                if (!service.toString().contains(required)) {
                    problems.add(name + " asks for no password or is not bounded: " + required + " is missing");
                }
            }
        });
        unused.forEach(secret -> problems.add("no service uses the secret " + secret));
        secrets.forEach((name, secret) -> {
            String file = String.valueOf(((Map<String, Object>) secret).get("file"));
            if (!file.equals(FOLDER + name)) {
                problems.add("the secret " + name + " is not in " + FOLDER + ": " + file);
            }
        });
    }

    private static void variableProblems(String name, String variable, String value, List<String> problems) {
        if (SECRET_NAME.matcher(variable).find()
                && !value.startsWith("/run/secrets/")
                && !PLACEHOLDER.matcher(value).matches()) {
            problems.add(name + " has a secret in the file: " + variable);
        }
        var uri = STORE_URI.matcher(value);
        if (uri.matches()
                && (uri.group("userinfo") == null
                        || !PLACEHOLDER.matcher(uri.group("userinfo")).find())) {
            problems.add(name + " reaches a store without a secret: " + variable);
        }
    }
}
