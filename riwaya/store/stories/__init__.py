"""What a store keeps of stories: where the machine puts documents, and what people decide."""
