package stockledger.command.http;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/** One {@link CommandHarness} for all classes whose requests store nothing, which is checked after each test. */
final class SharedCommandHarness implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {

    private CommandHarness harness;

    CommandHarness harness() {
        return harness;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        harness = context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(SharedCommandHarness.class))
                .computeIfAbsent(CommandHarness.class);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        harness.begin();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        harness.end();
    }
}
