package stockledger.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a window. It is named with its driver, so that Selenium looks for neither and downloads nothing. */
final class Browser implements AutoCloseable {

    private static final String CHROMIUM = "/usr/bin/chromium";
    private static final String DRIVER = "/usr/bin/chromedriver";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of a page that is loading on a busy machine. */
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final Duration POLL = Duration.ofMillis(20);

    private static final String FIND_NAMED = """
        [...document.querySelectorAll(arguments[0])]
          .flatMap((part) => [...part.querySelectorAll('button, a, summary')])
          .find((one) => one.checkVisibility() && one.innerText.trim().replaceAll(/\\s+/g, ' ') === arguments[1])\
        """;

    private static final String RUN_AXE = """
        const done = arguments[arguments.length - 1];
        const only = arguments[0];
        axe.run(document, {resultTypes: ['violations'], elementRef: false,
            ...(only ? {runOnly: {type: 'rule', values: [only]}} : {})})
          .then((found) => done(found.violations
            .filter((one) => one.impact === 'serious' || one.impact === 'critical')
            .map((one) => one.id + ': ' + one.nodes.map((node) => node.html + ' ' + node.failureSummary).join(' | '))))
          .catch((e) => done(['axe failed: ' + e]));
        """;

    /** Warns that it has no typed commands for this version of Chromium, which are not used. */
    private static final Logger COMMANDS = Logger.getLogger("org.openqa.selenium.devtools");

    static {
        COMMANDS.setLevel(Level.SEVERE);
    }

    private final ChromeDriver driver;
    private final String axe;
    private final Path downloads;

    /** What the page transferred since it was asked for: bytes by address, with headers. */
    record Transfers(Map<String, Long> bytes) {

        long total() {
            return bytes.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** A width and height of the page, and its colours. */
    enum Screen {
        DESKTOP_LIGHT(1280, 800, false, "light"),
        DESKTOP_DARK(1280, 800, false, "dark"),
        PHONE_LIGHT(390, 844, true, "light"),
        PHONE_DARK(390, 844, true, "dark");

        private final int width;
        private final int height;
        private final boolean mobile;
        private final String scheme;

        Screen(int width, int height, boolean mobile, String scheme) {
            this.width = width;
            this.height = height;
            this.mobile = mobile;
            this.scheme = scheme;
        }

        boolean isLight() {
            return scheme.equals("light");
        }

        /** Such as "desktop-light". */
        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * @param folder an empty one, for the profile and for downloads
     */
    Browser(Path folder) {
        File program = RequiredProgram.find(CHROMIUM).toFile();
        File driverProgram = RequiredProgram.find(DRIVER).toFile();
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program);
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--force-color-profile=srgb",
                "--lang=en-GB",
                "--user-data-dir=" + folder.toAbsolutePath());
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driverProgram)
                .usingAnyFreePort()
                .withSilent(true)
                .build();
        driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(TIMEOUT);
        axe = axeSource();
        downloads = folder.resolve("downloads").toAbsolutePath();
        command("Emulation.setTimezoneOverride", Map.of("timezoneId", "Europe/London"));
        command("Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", downloads.toString()));
        show(Screen.DESKTOP_LIGHT);
    }

    private static String axeSource() {
        try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> command(String name, Map<String, Object> parameters) {
        return driver.executeCdpCommand(name, parameters);
    }

    void show(Screen screen) {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        screen.width,
                        "height",
                        screen.height,
                        "deviceScaleFactor",
                        1,
                        "mobile",
                        screen.mobile));
        command(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", screen.scheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /** Loads a page as at the first visit: nothing of it is in the browser's cache. */
    void openFirst(String address) {
        command("Network.clearBrowserCache", Map.of());
        performance();
        driver.get(address);
    }

    /** Requests of addresses that match fail; all succeed again without a pattern. */
    void block(String... patterns) {
        command("Network.setBlockedURLs", Map.of("urls", List.of(patterns)));
    }

    void open(String address) {
        driver.get(address);
    }

    String address() {
        return driver.getCurrentUrl();
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Runs the body of an async function, and returns what it returned. */
    Object runAsync(String body, Object... arguments) {
        return driver.executeAsyncScript(
                "const done = arguments[arguments.length - 1]; const given = [...arguments].slice(0, -1);"
                        + "(async (...args) => {" + body + "})(...given).then(done, (e) => done('failed: ' + e));",
                arguments);
    }

    /** Waits until a script returns true. */
    void await(String script, Object... arguments) {
        await(script, TIMEOUT, arguments);
    }

    void await(String script, Duration timeout, Object... arguments) {
        try {
            Awaitility.await()
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .atMost(timeout)
                    .until(() ->
                            Boolean.TRUE.equals(driver.executeScript("return Boolean(" + script + ");", arguments)));
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(script + " is not true at " + address() + "; the page says\n" + text(), late);
        }
    }

    /** The text that a reader sees. */
    String text() {
        return String.valueOf(driver.executeScript("return document.body.innerText;"));
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    List<WebElement> findAll(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** The first visible button or link with this text within a part of the page. */
    WebElement named(String within, String text) {
        await(FIND_NAMED + " !== undefined", within, text);
        return (WebElement) driver.executeScript("return " + FIND_NAMED + ";", within, text);
    }

    void click(String within, String text) {
        WebElement element = named(within, text);
        driver.executeScript("arguments[0].scrollIntoView({block: 'center'});", element);
        element.click();
    }

    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    void pressWithShift(Keys key) {
        new Actions(driver).keyDown(Keys.SHIFT).sendKeys(key).keyUp(Keys.SHIFT).perform();
    }

    /** Serious and critical faults of accessibility; all rules, or only one of them. */
    List<?> faults(String onlyRule) {
        if (!Boolean.TRUE.equals(driver.executeScript("return typeof window.axe === 'object';"))) {
            driver.executeScript(axe);
        }
        return (List<?>) driver.executeAsyncScript(RUN_AXE, onlyRule);
    }

    /** The contents of the files that were downloaded. */
    List<String> downloads() throws IOException {
        List<String> contents = new ArrayList<>();
        for (Path file : Repository.files(downloads, ".csv")) {
            contents.add(Files.readString(file));
        }
        return contents;
    }

    byte[] picture() {
        Object data = command("Page.captureScreenshot", Map.of("format", "png", "optimizeForSpeed", true))
                .get("data");
        return Base64.getDecoder().decode(String.valueOf(data));
    }

    /** Errors and warnings that the page, or its Content-Security-Policy, logged since the last call. */
    List<String> errors() {
        List<String> errors = new ArrayList<>();
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                errors.add(entry.getMessage());
            }
        }
        return errors;
    }

    /** What was transferred since {@link #openFirst}, or the last call. */
    Transfers transfers() {
        Map<String, String> addresses = new LinkedHashMap<>();
        Map<String, Long> bytes = new LinkedHashMap<>();
        for (JsonNode message : performance()) {
            JsonNode values = message.path("params");
            String id = values.path("requestId").asText();
            switch (message.path("method").asText()) {
                case "Network.requestWillBeSent" ->
                    addresses.put(id, values.path("request").path("url").asText());
                case "Network.responseReceived" ->
                    bytes.merge(
                            id,
                            values.path("response").path("encodedDataLength").asLong(),
                            Long::sum);
                case "Network.dataReceived" ->
                    bytes.merge(id, Math.max(0, values.path("encodedDataLength").asLong()), Long::sum);
                // With the headers.
                case "Network.loadingFinished" ->
                    bytes.put(id, values.path("encodedDataLength").asLong());
                default -> {}
            }
        }
        Map<String, Long> byAddress = new LinkedHashMap<>();
        addresses.forEach((id, address) -> byAddress.merge(address, bytes.getOrDefault(id, 0L), Long::sum));
        return new Transfers(byAddress);
    }

    private List<JsonNode> performance() {
        List<JsonNode> messages = new ArrayList<>();
        try {
            for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
                messages.add(JSON.readTree(entry.getMessage()).path("message"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return messages;
    }

    @Override
    public void close() {
        driver.quit();
    }
}
