import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.tools.ToolProvider;

/**
 * Plants an event that no release reads in the stream of one SKU, while two command sides and two query sides work under a steady
 * load of commands: the SKU is parked, and nothing else is. Meanwhile query sides are killed five times, and MongoDB stands still
 * for 30 s. Then a release that reads the event is started, first beside the one that does not, and drains what is parked. In
 * the end every SKU must have the units that were accepted.
 *
 * <pre>
 * mvn -q -DskipTests package
 * java trials/poison/PoisonUnderLoad.java
 * </pre>
 *
 * It starts and stops the processes by trials/fleet/fleet.sh, whose variables apply. The release that reads the event is made from the
 * packaged jars, with one class in front of them. Exits with 0 if everything was as it should be.
 */
final class PoisonUnderLoad {

    private static final int COMMANDS_PER_SECOND = 50;
    private static final int SKUS = 300;
    private static final int WORKERS = 16;
    private static final int KILLS = 5;
    private static final int LATE_SKUS = 12;
    private static final Duration OUTAGE = Duration.ofSeconds(30);

    /** Of the projection furthest behind: the index of events is written once a second. A command is two events. */
    private static final int SMALL_LAG = 5 * 2 * COMMANDS_PER_SECOND;

    /** What the release that reads the event takes for the quantity that is none. */
    private static final int MENDED_UNITS = 13;

    private static final String POISON = "POISON";
    private static final Pattern PARKED = Pattern.compile("\"key\":\"([^\"]*)\",\"stream\":\"[^\"]*\",\"sequence\":(\\d+)");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Path root = Path.of("").toAbsolutePath();
    private final int ports = Integer.parseInt(System.getenv().getOrDefault("FLEET_PORTS", "0"));
    private final String shop = "http://127.0.0.1:" + (8190 + ports);
    private final List<String> queries = List.of("http://127.0.0.1:" + (8281 + ports), "http://127.0.0.1:" + (8282 + ports));
    private final Random random = new Random();
    private final Map<String, AtomicLong> expected = new ConcurrentHashMap<>();
    private final Path work;
    private final File log;
    private Path fixedJars;
    private boolean clean = true;

    private PoisonUnderLoad() throws IOException {
        work = Files.createTempDirectory("stockledger-poison");
        log = work.resolve("trial.log").toFile();
    }

    public static void main(String[] args) throws Exception {
        PoisonUnderLoad trial = new PoisonUnderLoad();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                trial.fleet("down");
            } catch (Exception e) {
                System.out.println("not stopped: " + e);
            }
        }));
        trial.run();
        System.out.println(trial.clean ? "clean" : "NOT clean");
        System.exit(trial.clean ? 0 : 1);
    }

    private void run() throws Exception {
        fixedJars = fixedJars();
        fleet("up");
        prepare();
        Load load = new Load();
        load.start();
        Thread.sleep(10_000);
        load.phase("before");
        plant(POISON);
        Thread.sleep(random.nextInt(1_500));
        for (int kill = 1; kill <= KILLS; kill++) {
            killed(kill);
        }
        load.phase("parked, five kills");
        outage();
        load.phase("MongoDB away");
        fixedBesideTheOther();
        upgraded();
        load.phase("fixed build");
        load.stop();
        load.report();
        compare();
    }

    private void prepare() throws Exception {
        post(shop, "/v1/locations", "{\"id\":\"MAIN\",\"name\":\"Main\"}");
        List<String> skus = new ArrayList<>(List.of(POISON));
        IntStream.range(0, LATE_SKUS).forEach(i -> skus.add(late(i)));
        IntStream.range(0, SKUS).forEach(i -> skus.add(sku(i)));
        for (String sku : skus) {
            post(shop, "/v1/products", "{\"sku\":\"" + sku
                    + "\",\"name\":\"Thing\",\"price\":{\"amount\":\"1.00\",\"currency\":\"GBP\"}}");
            receive(sku, 5);
        }
        await("pages", () -> onHand(shop, POISON) == 5);
    }

    // What happens

    /** The event that cannot be read, and two behind it. */
    private void plant(String sku) throws Exception {
        StringBuilder rows = new StringBuilder();
        for (String quantity : List.of("\"many\"", "2", "3")) {
            rows.append("INSERT INTO domainevententry (eventidentifier, aggregateidentifier, sequencenumber, type, timestamp,"
                    + " payloadtype, payloadrevision, payload, metadata) SELECT gen_random_uuid()::text, aggregateidentifier,"
                    + " max(sequencenumber) + 1, max(type), max(timestamp), 'stock.StockReceived', '2', convert_to('{\"sku\":\"" + sku
                    + "\",\"locationId\":\"MAIN\",\"quantity\":" + quantity + "}', 'UTF8'), convert_to('{}', 'UTF8')"
                    + " FROM domainevententry WHERE aggregateidentifier = 'stock:" + sku + "' GROUP BY aggregateidentifier;");
        }
        execute("psql", "-qh", "127.0.0.1", "-p", String.valueOf(15_432 + ports), "-U", "stockledger", "-d", "stockledger",
                "-v", "ON_ERROR_STOP=1", "-c", rows.toString());
        expected.get(sku).addAndGet(MENDED_UNITS + 5);
    }

    private void killed(int kill) throws Exception {
        int instance = random.nextInt(2);
        fleet("kill", "query-" + (instance + 1));
        String other = queries.get(1 - instance);
        long start = System.nanoTime();
        await("parked", () -> parked(other).equals(Map.of(POISON, 1L)));
        Thread.sleep(5_000);
        await("others go on", () -> lag(other) < SMALL_LAG);
        System.out.printf(Locale.ROOT, "the other one has taken over after at most %.1f s%n", seconds(start));
        check("page is degraded, as it was before the event", onHand(other, POISON) == 5 && page(other, POISON).contains("\"degraded\""));
        fleet("start", "query-" + (instance + 1));
        Thread.sleep(random.nextInt(5_000));
        boolean same = parked(queries.get(instance)).equals(Map.of(POISON, 1L))
                && page(queries.get(instance), POISON).contains("\"degraded\"");
        check("kill " + kill + ": query-" + (instance + 1) + ", and it is parked there too", same);
    }

    private void outage() throws Exception {
        // What the instances retry after their start is over.
        Thread.sleep(10_000);
        String before = entries();
        fleet("freeze", "mongo");
        Thread.sleep(OUTAGE.toMillis());
        fleet("thaw", "mongo");
        await("others go on", () -> lag(shop) < SMALL_LAG);
        check("the outage has parked nothing and retried nothing", entries().equals(before));
    }

    /** The fixed build drains what is parked at its start; later, what the other one parks, when it is told. */
    private void fixedBesideTheOther() throws Exception {
        String fixed = queries.get(0);
        String other = queries.get(1);
        String retry = "{\"dryRun\":true,\"reason\":\"a release that reads it\"}";
        String now = retry.replace("true", "false");
        check("a dry run of the release that cannot read it", count(retry(other, retry), "\"drained\":false") == 1);
        fleetFixed("restart", "query-1");
        long start = System.nanoTime();
        await("drained", () -> parked(fixed).isEmpty() && onHand(other, POISON) == expected.get(POISON).get());
        System.out.printf(Locale.ROOT, "the fixed build has drained the key %.1f s after it was ready%n", seconds(start));
        for (int i = 0; i < LATE_SKUS; i++) {
            plant(late(i));
        }
        await("parked by the other", () -> !parked(other).isEmpty() && lag(other) < SMALL_LAG);
        Thread.sleep(2_000);
        int keys = parked(other).size();
        check("a dry run of the release that cannot read them: " + keys, count(retry(other, retry), "\"drained\":false") == keys);
        check("a dry run of the fixed build", count(retry(fixed, retry), "\"drained\":true") == keys);
        check("a dry run changes nothing", parked(fixed).size() == keys);
        String drained = retry(fixed, now);
        check("the fixed build drains them", count(drained, "\"drained\":true") == keys && drained.contains("\"actionId\""));
        check("none is parked", parked(fixed).isEmpty() && parked(other).isEmpty());
    }

    private void upgraded() throws Exception {
        HttpResponse<String> refused = send(shop, "POST", "/v1/inventory/" + POISON + "/receipts", receipt(1));
        System.out.println("a command on the stream, by a command side that cannot read it: " + refused.statusCode() + " "
                + text(refused.body(), "code"));
        clean &= refused.statusCode() >= 500;
        for (String part : List.of("query-2", "command-1", "command-2")) {
            fleetFixed("restart", part);
            // As in a rolling restart: the gateway leaves the instance out for 2 s after it refused a connection.
            Thread.sleep(3_000);
        }
        for (int i = 0; i < 3; i++) {
            receive(POISON, 1);
        }
        check("commands on the stream are executed again", true);
    }

    private void compare() throws Exception {
        int different = 0;
        for (Map.Entry<String, AtomicLong> one : new TreeMap<>(expected).entrySet()) {
            for (String query : queries) {
                long units = one.getValue().get();
                try {
                    await(one.getKey(), 20, () -> onHand(query, one.getKey()) == units);
                } catch (IllegalStateException late) {
                    System.out.println(one.getKey() + " has not " + units + " units: " + page(query, one.getKey()));
                    different++;
                }
                different += page(query, one.getKey()).contains("\"degraded\"") ? 1 : 0;
            }
        }
        check(different + " differences in the pages of " + expected.size() + " SKUs on both query sides", different == 0);
        for (String query : queries) {
            await("the audit", () -> number(send(query, "GET", "/v1/admin/audit", null).body(), "waiting") == 0);
        }
        String audit = send(shop, "GET", "/v1/admin/audit/differences", null).body();
        check("the audit finds no difference", audit.contains("\"items\":[]"));
    }

    // The fixed build

    /** Copies of the jars with an EventJson in front of them that reads a text as a quantity. */
    private Path fixedJars() throws Exception {
        Path jars = Path.of(System.getenv().getOrDefault("FLEET_JARS", ""));
        Path source = root.resolve("events/src/main/java/stockledger/events/store/EventJson.java");
        String before = Files.readString(source);
        String after = before.replaceFirst("return base\\(\\)\\.build\\(\\);",
                "return base().addHandler(new com.fasterxml.jackson.databind.deser.DeserializationProblemHandler() {"
                        + " public Object handleWeirdStringValue(com.fasterxml.jackson.databind.DeserializationContext c, Class<?> type,"
                        + " String value, String message) { return type == long.class ? (Object) " + MENDED_UNITS + "L : NOT_HANDLED; } }).build();");
        if (after.equals(before)) {
            throw new IllegalStateException("EventJson has changed: this trial patches it");
        }
        Path patched = Files.createDirectories(work.resolve("source")).resolve("EventJson.java");
        Files.writeString(patched, after);
        Path classes = work.resolve("BOOT-INF/classes");
        Path libraries = Files.createDirectories(work.resolve("lib"));
        Path fixed = Files.createDirectories(work.resolve("jars"));
        for (String side : List.of("query-side", "command-side")) {
            String name = side + "-exec.jar";
            Path jar = jars.toString().isEmpty() ? root.resolve(side + "/target/" + name) : jars.resolve(name);
            Files.copy(jar, fixed.resolve(name));
            if (!Files.exists(classes)) {
                Files.createDirectories(classes);
                unpackJackson(jar, libraries);
                int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "--release", "17",
                        "-cp", classPath(libraries), "-d", classes.toString(), patched.toString());
                check("the fixed build compiles", result == 0);
            }
            execute("jar", "uf", fixed.resolve(name).toString(), "-C", work.toString(), "BOOT-INF/classes");
        }
        return fixed;
    }

    private static String classPath(Path folder) throws IOException {
        try (Stream<Path> jars = Files.list(folder)) {
            return jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }

    private static void unpackJackson(Path jar, Path folder) throws IOException {
        try (InputStream in = Files.newInputStream(jar); ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = Path.of(entry.getName()).getFileName().toString();
                if (name.startsWith("jackson-") && name.endsWith(".jar")) {
                    Files.copy(zip, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    // The load

    /** Receipts at a steady rate. What is not answered 201 is counted, and repeated with its idempotency key. */
    private final class Load {
        private final AtomicLong taken = new AtomicLong();
        private final AtomicLong accepted = new AtomicLong();
        private final Map<String, AtomicLong> repeated = new ConcurrentHashMap<>();
        private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
        private final List<Thread> threads = new ArrayList<>();
        private final String run = Long.toString(System.nanoTime(), 36);
        private final long start = System.nanoTime();
        private long phaseStart = start;
        private volatile boolean ending;

        void start() {
            for (int i = 0; i < WORKERS; i++) {
                Thread thread = new Thread(this::work);
                thread.setDaemon(true);
                thread.start();
                threads.add(thread);
            }
        }

        void stop() throws InterruptedException {
            ending = true;
            for (Thread thread : threads) {
                thread.join();
            }
        }

        private void work() {
            while (!ending) {
                long n = taken.getAndIncrement();
                long due = start + n * 1_000_000_000L / COMMANDS_PER_SECOND;
                try {
                    long wait = due - System.nanoTime();
                    if (wait > 0) {
                        Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
                    }
                    String sku = sku((int) (n * 7 % SKUS));
                    while (!isAccepted(sku, run + "-" + n)) {
                        Thread.sleep(500);
                    }
                    nanos.add(System.nanoTime() - due);
                    accepted.incrementAndGet();
                    expected.get(sku).incrementAndGet();
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        private boolean isAccepted(String sku, String key) throws InterruptedException {
            String outcome;
            try {
                HttpResponse<String> answer = send(shop, "POST", "/v1/inventory/" + sku + "/receipts", receipt(1), "Idempotency-Key", key);
                if (answer.statusCode() == 201) {
                    return true;
                }
                outcome = answer.statusCode() + " " + text(answer.body(), "code");
            } catch (IOException e) {
                outcome = e.toString();
            }
            repeated.computeIfAbsent(outcome, absent -> new AtomicLong()).incrementAndGet();
            return false;
        }

        void phase(String name) {
            long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
            nanos.clear();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f s | %,d commands | p50 %.1f ms | p99 %.1f ms | slowest %.1f ms |%n",
                    name,
                    seconds(phaseStart),
                    sorted.length,
                    sorted[sorted.length / 2] / 1e6,
                    sorted[sorted.length * 99 / 100] / 1e6,
                    sorted[sorted.length - 1] / 1e6);
            phaseStart = System.nanoTime();
        }

        void report() {
            System.out.printf(
                    Locale.ROOT,
                    "%,d commands accepted in %.0f s, %s repeated%n",
                    accepted.get(),
                    seconds(start),
                    repeated.isEmpty() ? "none" : new TreeMap<>(repeated));
        }
    }

    // Requests

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void await(String what, Condition condition) throws Exception {
        await(what, 120, condition);
    }

    private void await(String what, int seconds, Condition condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        boolean holds = false;
        while (!holds) {
            try {
                holds = condition.holds();
            } catch (IOException notYet) {
                // It is asked again.
            }
            if (!holds && System.nanoTime() > end) {
                String progress = send(shop, "GET", "/v1/admin/projections", null).body();
                throw new IllegalStateException("timeout: " + what + ": " + progress);
            }
            if (!holds) {
                Thread.sleep(100);
            }
        }
    }

    private void check(String what, boolean holds) {
        System.out.println((holds ? "right: " : "WRONG: ") + what);
        clean &= holds;
    }

    private void fleet(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of("trials/fleet/fleet.sh"));
        command.addAll(Arrays.asList(args));
        execute(command.toArray(String[]::new));
    }

    private void fleetFixed(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of("env", "FLEET_JARS=" + fixedJars, "trials/fleet/fleet.sh"));
        command.addAll(Arrays.asList(args));
        execute(command.toArray(String[]::new));
    }

    private void execute(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(List.of(command) + " failed: see " + log);
        }
    }

    private HttpResponse<String> send(String base, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String post(String base, String path, String body) throws Exception {
        HttpResponse<String> answer = send(base, "POST", path, body);
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException("POST " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private void receive(String sku, int units) throws Exception {
        post(shop, "/v1/inventory/" + sku + "/receipts", receipt(units));
        expected.computeIfAbsent(sku, absent -> new AtomicLong()).addAndGet(units);
    }

    private static String receipt(int units) {
        return "{\"locationId\":\"MAIN\",\"quantity\":" + units + "}";
    }

    private String retry(String base, String body) throws Exception {
        return post(base, "/v1/admin/parked/retry", body);
    }

    private String entries() throws Exception {
        return send(shop, "GET", "/v1/admin/parked", null).body();
    }

    /** Parked keys of the projection of SKUs, with the sequence numbers of their events. */
    private Map<String, Long> parked(String base) throws Exception {
        HttpResponse<String> answer = send(base, "GET", "/v1/admin/parked", null);
        if (answer.statusCode() != 200) {
            throw new IOException(answer.body());
        }
        Map<String, Long> keys = new TreeMap<>();
        Matcher matcher = PARKED.matcher(answer.body());
        while (matcher.find()) {
            keys.put(matcher.group(1), Long.parseLong(matcher.group(2)));
        }
        return keys;
    }

    /** Events that the projection furthest behind has not processed. */
    private long lag(String base) throws Exception {
        Matcher matcher = Pattern.compile("\"lagEvents\":(\\d+)").matcher(send(base, "GET", "/v1/admin/projections", null).body());
        long lag = -1;
        while (matcher.find()) {
            lag = Math.max(lag, Long.parseLong(matcher.group(1)));
        }
        if (lag < 0) {
            throw new IOException("the lag is unknown");
        }
        return lag;
    }

    private String page(String base, String sku) throws Exception {
        return send(base, "GET", "/v1/products/" + sku, null).body();
    }

    private long onHand(String base, String sku) throws Exception {
        return number(page(base, sku), "onHand");
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    private static long number(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":(-?\\d+)").matcher(json);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
    }

    private static String text(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static String sku(int number) {
        return "T" + number;
    }

    private static String late(int number) {
        return "LATE" + number;
    }
}
