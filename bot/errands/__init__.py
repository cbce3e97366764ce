"""Long work for somebody, step by step beside the chat: fetch a file, try an import, carry it out."""
