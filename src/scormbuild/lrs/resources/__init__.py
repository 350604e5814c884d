"""The resources of xAPI-Communication 2, one module each: from a request to the store and back to an answer."""
