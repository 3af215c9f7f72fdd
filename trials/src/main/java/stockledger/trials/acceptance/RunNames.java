package stockledger.trials.acceptance;

import java.nio.file.Path;

/**
 * Ids and references of a run. They are derived from the run and the file, so that each effect can be looked up after a
 * lost response, and by a later run.
 *
 * @param run 1 to 40 letters, digits, dots, underscores or hyphens
 * @param location the location of all stock
 */
record RunNames(String run, String location) {

    static final int MAX_RUN_LENGTH = 40;

    /** The default name of a run: the file name without its extension. */
    static String runOf(Path file) {
        String name =
                String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "").replaceAll("[^A-Za-z0-9._-]", "-");
        return name.substring(0, Math.min(name.length(), MAX_RUN_LENGTH));
    }

    String reservation(String invoice) {
        return run + "-" + invoice;
    }

    String openingReference(String sku) {
        return run + "/opening/" + sku;
    }

    String rowReference(DayRow row) {
        return run + "/" + row.invoice() + "/" + row.line();
    }
}
