package stockledger.command.http;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import stockledger.web.Problem;

/** The member of a body that violates a constraint, with the same path as in a JSON error. */
final class InvalidMember {

    private static final String MAP_KEY = "<map key>";

    private InvalidMember() {}

    static Problem.Member of(ConstraintViolation<?> violation) {
        StringBuilder path = new StringBuilder();
        boolean isKey = false;
        for (Path.Node node : violation.getPropertyPath()) {
            boolean isElement = node.getKind() == ElementKind.CONTAINER_ELEMENT;
            isKey = isElement && MAP_KEY.equals(node.getName());
            if (node.getIndex() != null) {
                path.append('[').append(node.getIndex()).append(']');
            } else if (node.getKey() != null && !isKey) {
                path.append('.').append(node.getKey());
            }
            if (!isElement && node.getName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(node.getName());
            }
        }
        // An invalid key has no path of its own: the path of its map is given.
        String detail = isKey ? "a key in it " + violation.getMessage() : violation.getMessage();
        return new Problem.Member(path.toString(), "invalid-value", detail);
    }
}
