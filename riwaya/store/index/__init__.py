"""What is worked out from reports for finding them: tables that can be made anew at any time."""
