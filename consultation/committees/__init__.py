"""Committees: a group of people with a private workspace, who deliberate, vote and give an opinion.

Public are a committee's existence, its charge and calendar, and its members as each agreed.
Everything else is its members' alone, and is not there for anybody else.
"""
